import TokenStreams

/// Sequences from several files, put behind each other without being cut apart.
struct CollectedSequences {
  private var tokens: [UInt32] = []
  private var offsets = [0]

  /// Makes room for more sequences and tokens.
  mutating func reserve(sequences: Int, tokens: Int) {
    offsets.reserveCapacity(offsets.count + sequences)
    self.tokens.reserveCapacity(self.tokens.count + tokens)
  }

  /// Adds sequences that are equally long.
  mutating func append(_ more: [UInt32], count: Int, length: Int) {
    // The first file, which is mostly the only one, is not copied.
    if tokens.isEmpty { tokens = more } else { tokens += more }
    offsets.reserveCapacity(offsets.count + count)
    for _ in 0..<count { appendSequence(length: length) }
  }

  /// Adds one sequence.
  mutating func append(_ sequence: some Collection<UInt32>) {
    tokens += sequence
    offsets.append(tokens.count)
  }

  /// Adds a sequence whose tokens are still to come.
  mutating func appendSequence(length: Int) {
    offsets.append((offsets.last ?? 0) + length)
  }

  /// Adds tokens of sequences that were told of.
  mutating func appendTokens(_ more: ArraySlice<UInt32>) {
    tokens += more
  }

  /// All of them.
  ///
  /// - Throws: `CodeError.wrongOffsets` where tokens are missing.
  consuming func sequences() throws -> TokenSequences {
    try TokenSequences(tokens: tokens, offsets: offsets)
  }
}
