package import TokenStreams

/// An item as it was encoded, and whether its length policy got what it asked for.
package struct ItemEncoding: Sendable {
  /// The item as it stands in a token file.
  package let item: TokenItem
  /// False where a quality is out of the tokenizer's reach.
  package let meetsPolicy: Bool
}
