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
}
