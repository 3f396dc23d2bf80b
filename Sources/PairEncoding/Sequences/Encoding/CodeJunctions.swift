/// Which base codes can stand side by side inside a token.
///
/// Where two neighbours cannot, no token reaches across, whatever the way of encoding. So sequences
/// fall into pieces that have nothing to do with each other, most of them short.
struct CodeJunctions: Sendable {
  private static let leastBits = 12
  private static let mostBits = 26
  /// The most bits a junction gets; with fewer, other neighbours look like junctions more often,
  /// which makes pieces longer and no result wrong.
  private static let bitsPerJunction = 64

  private var words: [UInt64]
  private let shift: UInt64

  /// Collects the places where two tokens are joined.
  init(_ table: MergeTable) {
    let wanted = max(1, table.merges.count) * Self.bitsPerJunction
    let bits = min(
      max(Int.bitWidth - wanted.leadingZeroBitCount, Self.leastBits), Self.mostBits)
    words = Array(repeating: 0, count: 1 << (bits - 6))
    shift = UInt64(64 - bits)
    for merge in table.merges {
      guard let left = table.codes(of: merge.left).last,
        let right = table.codes(of: merge.right).first
      else { continue }
      let bit = Self.bit(left, right, shift)
      words[bit >> 6] |= 1 << UInt64(bit & 63)
    }
  }

  /// Whether a token may hold two codes side by side.
  @inline(__always)
  func mayJoin(_ left: UInt32, _ right: UInt32) -> Bool {
    let bit = Self.bit(left, right, shift)
    return words[bit >> 6] >> UInt64(bit & 63) & 1 != 0
  }

  @inline(__always)
  private static func bit(_ left: UInt32, _ right: UInt32, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: PairKey.hash(PairKey.joined(left, right)) >> shift)
  }
}
