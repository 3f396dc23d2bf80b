/// What may be chosen about an export.
public struct ExportOptions: Hashable, Sendable {
  /// How tokens are stored; nil for the format's usual type.
  public var elementType: TokenElementType?
  /// How large one WebDataset archive may be, in bytes; one item always fits.
  public var shardByteLimit: Int
  /// How many items one WebDataset archive may have.
  public var shardItemLimit: Int

  /// Chooses; archives have 1 GiB and 100,000 items unless told otherwise.
  public init(
    elementType: TokenElementType? = nil, shardByteLimit: Int = 1 << 30,
    shardItemLimit: Int = 100_000
  ) {
    self.elementType = elementType
    self.shardByteLimit = shardByteLimit
    self.shardItemLimit = shardItemLimit
  }
}
