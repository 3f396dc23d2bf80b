import HeapModule
public import TokenStreams

/// A bounded sample of sequences that come one after the other, however many they are.
///
/// Every sequence is given a number by chance, and those of the smallest numbers are kept, as many as
/// fit: each sequence is as likely to be in the sample as any other of its length. Which ones are
/// kept depends on the seed, the limit and the sequences alone.
public struct SequenceSample: Sendable {
  private struct Member: Comparable, Sendable {
    let priority: UInt64
    let index: Int
    let codes: [UInt32]

    static func < (one: Member, other: Member) -> Bool {
      (one.priority, one.index) < (other.priority, other.index)
    }
  }

  /// How many codes are kept at most.
  public let codeLimit: Int
  /// How many sequences have come.
  public private(set) var seenSequenceCount = 0
  /// How many codes they had.
  public private(set) var seenCodeCount = 0
  private let seed: UInt64
  private var members = Heap<Member>()
  private var keptCodeCount = 0
  /// The least priority that had to go; nothing from it on is taken again.
  private var bound = UInt64.max

  /// An empty sample.
  ///
  /// - Throws: `PairEncodingError.impossibleOption` for a limit below 1.
  public init(codeLimit: Int, seed: UInt64) throws(PairEncodingError) {
    guard codeLimit > 0 else {
      throw PairEncodingError.impossibleOption(
        name: "the limit of a sample", value: "\(codeLimit)", allowed: "1 or more codes")
    }
    self.codeLimit = codeLimit
    self.seed = seed
  }

  /// Whether everything that has come is in the sample.
  public var isComplete: Bool { keptCodeCount == seenCodeCount }

  /// Offers the next sequence; of one that is longer than the limit, its first codes.
  public mutating func add(_ codes: ArraySlice<UInt32>) {
    var random = SequenceRandom(seed: seed, sequence: seenSequenceCount)
    let priority = random.next()
    let index = seenSequenceCount
    seenSequenceCount += 1
    seenCodeCount += codes.count
    guard priority < bound else { return }
    members.insert(Member(priority: priority, index: index, codes: Array(codes.prefix(codeLimit))))
    keptCodeCount += min(codes.count, codeLimit)
    while keptCodeCount > codeLimit, let last = members.popMax() {
      keptCodeCount -= last.codes.count
      bound = last.priority
    }
  }

  /// Offers sequences one after the other.
  public mutating func add(_ sequences: TokenSequences) {
    for index in 0..<sequences.count { add(sequences[index]) }
  }

  /// The sequences that are kept, in the order in which they came.
  public var sequences: TokenSequences {
    var kept = TokenSequences()
    kept.reserveCapacity(sequences: members.count, tokens: keptCodeCount)
    for member in members.unordered.sorted(by: { $0.index < $1.index }) {
      kept.append(member.codes)
    }
    return kept
  }
}
