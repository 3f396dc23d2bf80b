/// Two tokens at a fixed offset that become one.
///
/// Which token they become is said by the merge's rank in its ``GridVocabulary``.
public struct GridMerge: Hashable, Sendable, Codable {
  /// The token whose anchor comes first in raster order.
  public let first: UInt32
  /// The other token.
  public let second: UInt32
  /// From the anchor of `first` to the anchor of `second`.
  public let offset: CellOffset

  /// Takes two tokens and the way from the anchor of the first to that of the second.
  public init(first: UInt32, second: UInt32, offset: CellOffset) {
    self.first = first
    self.second = second
    self.offset = offset
  }
}

extension GridMerge: Comparable {
  /// The order in which equally frequent pairs are merged: the lower first token, then the lower second
  /// token, then the offset that comes first in raster order.
  public static func < (left: GridMerge, right: GridMerge) -> Bool {
    (left.first, left.second, left.offset) < (right.first, right.second, right.offset)
  }
}
