/// Two tokens that stand for one when they stand side by side.
public struct Merge: Hashable, Sendable {
  /// The token on the left.
  public let left: UInt32
  /// The token on the right.
  public let right: UInt32
  /// The token that both become.
  public let result: UInt32

  /// Joins two tokens.
  public init(left: UInt32, right: UInt32, result: UInt32) {
    self.left = left
    self.right = right
    self.result = result
  }
}
