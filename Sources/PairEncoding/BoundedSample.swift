import HeapModule

/// A sample of items that come one after the other, however many they are, with a bound on the codes
/// of all of them together.
///
/// Every item is given a number by chance, and those of the smallest numbers are kept, as many as
/// fit: each item is as likely to be in the sample as any other of its size. Which ones are kept
/// depends on the seed, the limit and the sizes alone.
package struct BoundedSample<Item: Sendable>: Sendable {
  private struct Member: Comparable, Sendable {
    let priority: UInt64
    let index: Int
    let codeCount: Int
    let item: Item

    static func == (one: Member, other: Member) -> Bool { one.index == other.index }

    static func < (one: Member, other: Member) -> Bool {
      (one.priority, one.index) < (other.priority, other.index)
    }
  }

  /// How many codes are kept at most.
  package let codeLimit: Int
  /// How many items have come.
  package private(set) var seenItemCount = 0
  /// How many codes they had.
  package private(set) var seenCodeCount = 0
  private let seed: UInt64
  private var members = Heap<Member>()
  private var keptCodeCount = 0
  /// The least priority that had to go; nothing from it on is taken again.
  private var bound = UInt64.max

  /// An empty sample.
  ///
  /// - Throws: `PairEncodingError.impossibleOption` for a limit below 1.
  package init(codeLimit: Int, seed: UInt64) throws(PairEncodingError) {
    guard codeLimit > 0 else {
      throw PairEncodingError.impossibleOption(
        name: "the limit of a sample", value: "\(codeLimit)", allowed: "1 or more codes")
    }
    self.codeLimit = codeLimit
    self.seed = seed
  }

  /// Offers the next item; of one that is larger than the limit, the part that `start` gives of its
  /// first codes.
  package mutating func add(
    _ item: Item, codeCount: Int, start: (Item, _ codeLimit: Int) -> (item: Item, codeCount: Int)
  ) {
    var random = SequenceRandom(seed: seed, sequence: seenItemCount)
    let priority = random.next()
    let index = seenItemCount
    seenItemCount += 1
    seenCodeCount += codeCount
    guard priority < bound else { return }
    let kept = codeCount <= codeLimit ? (item: item, codeCount: codeCount) : start(item, codeLimit)
    members.insert(
      Member(priority: priority, index: index, codeCount: kept.codeCount, item: kept.item))
    keptCodeCount += kept.codeCount
    while keptCodeCount > codeLimit, let last = members.popMax() {
      keptCodeCount -= last.codeCount
      bound = last.priority
    }
  }

  /// The items that are kept, in the order in which they came.
  package var items: [Item] {
    members.unordered.sorted { $0.index < $1.index }.map(\.item)
  }
}
