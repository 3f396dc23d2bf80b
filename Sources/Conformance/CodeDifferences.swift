/// How the codes of one tensor differ from the reference's.
public struct CodeDifferences: Sendable, Equatable {
  /// Below this margin, which is the runner-up's distance less the winner's, rounding may choose
  /// another code.
  public static let excusedMargin = 1e-4

  /// How many codes the tensor holds.
  public let codeCount: Int
  /// How many of them differ.
  public let differingCount: Int
  /// How many differ although the reference's margin is not below ``excusedMargin``, or unknown.
  public let unexcusedCount: Int
  /// The reference's smallest and largest margin among the codes that differ; nil where none
  /// differs or the case states no margins.
  public let margins: ClosedRange<Double>?

  /// Compares equally many codes.
  ///
  /// - Parameters:
  ///   - found: our codes.
  ///   - expected: the reference's.
  ///   - margins: the reference's margin of each, when it states them.
  init(_ found: [Int], _ expected: [Int], margins: [Float]?) {
    let differing = zip(found, expected).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
    codeCount = found.count
    differingCount = differing.count
    guard let margins, margins.count == found.count else {
      unexcusedCount = differing.count
      self.margins = nil
      return
    }
    let stated = differing.map { Double(margins[$0]) }
    unexcusedCount = stated.count { !Self.isExcused($0) }
    if let least = stated.min(), let most = stated.max(), least <= most {
      self.margins = least...most
    } else {
      self.margins = nil
    }
  }

  /// Whether two codes are so nearly as near that either is right.
  static func isExcused(_ margin: Double) -> Bool { margin < excusedMargin }
}
