import Bytes
import Tokenizers

/// An item that could not be done; the others were.
public struct ItemFailure: Sendable {
  /// Which item: its path or name.
  public let item: String
  /// One line: what was wrong and what to do.
  public let message: String

  /// Describes an error that an item met.
  public init(item: String, error: any Error) {
    self.item = item
    let text = "\(error)"
    message = text.hasPrefix(item) ? text : "\(item): \(text)"
  }

  /// Describes what is wrong with an item in words that follow its name.
  public init(item: String, reason: String) {
    self.item = item
    message = "\(item): \(reason)"
  }

  /// Whether the other items would only meet the same error: a length that the model cannot give,
  /// or an output that cannot be written.
  static func concernsAllItems(_ error: any Error) -> Bool {
    if case FileError.unwritable = error { return true }
    return error is LengthPolicyError
  }
}
