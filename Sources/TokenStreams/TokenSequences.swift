/// Many sequences of tokens, one behind the other in one array.
///
/// A corpus of millions of short sequences would pay more for arrays of arrays than for its tokens.
public struct TokenSequences: Hashable, Sendable {
  /// All tokens, sequence after sequence.
  public private(set) var tokens: [UInt32]
  /// Where each sequence begins in `tokens`, and where the last one ends: `[count + 1]`, ascending
  /// from 0.
  public private(set) var offsets: [Int]

  /// No sequences.
  public init() {
    tokens = []
    offsets = [0]
  }

  /// Takes sequences as they lie.
  ///
  /// - Throws: `CodeError.wrongOffsets` unless the offsets ascend from 0 to the count of tokens.
  public init(tokens: [UInt32], offsets: [Int]) throws(CodeError) {
    guard offsets.first == 0, offsets.last == tokens.count,
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw CodeError.wrongOffsets(tokens: tokens.count) }
    self.tokens = tokens
    self.offsets = offsets
  }

  /// Copies sequences behind each other.
  public init(_ sequences: some Sequence<some Sequence<UInt32>>) {
    self.init()
    for sequence in sequences { append(sequence) }
  }

  /// Copies arrays behind each other.
  @inlinable public init(_ sequences: some Sequence<[UInt32]>) {
    // Inlinable, since code that does not know what holds millions of short arrays takes longer to
    // go through them than to copy them.
    self.init()
    for sequence in sequences { append(sequence) }
  }

  /// How many sequences there are.
  public var count: Int { offsets.count - 1 }

  /// One sequence.
  public subscript(index: Int) -> ArraySlice<UInt32> {
    tokens[offsets[index]..<offsets[index + 1]]
  }

  /// Adds a sequence at the end.
  public mutating func append(_ sequence: some Sequence<UInt32>) {
    tokens.append(contentsOf: sequence)
    offsets.append(tokens.count)
  }

  /// Adds an array at the end, without the detour of other sequences through their iterators.
  public mutating func append(_ sequence: [UInt32]) {
    tokens += sequence
    offsets.append(tokens.count)
  }

  /// Makes room for so many sequences and tokens in all.
  public mutating func reserveCapacity(sequences: Int, tokens: Int) {
    offsets.reserveCapacity(sequences + 1)
    self.tokens.reserveCapacity(tokens)
  }
}
