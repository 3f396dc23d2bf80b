public import TokenStreams

/// The visual byte-pair rule of the code published with Being-VL-0.5, as it is.
///
/// Only the first merge of all sees two dimensions; it flattens the grid, and every later merge works on
/// the flat sequence. Equal codes and pairs whose first code is the larger are never merged. Positions are
/// not kept: tokens of this rule cannot be decoded (``decode(_:height:width:)`` always throws).
/// ``GridPairTrainer`` makes shorter sequences that can. This rule is here to reproduce published vocabularies
/// and results (github.com/BeingBeyond/Being-VL-0.5, commit c63a5c79).
public struct FlattenedVisualMerges: Sendable {
  /// Two tokens that become one.
  public struct Merge: Hashable, Sendable, Codable {
    /// The token to the left, or above; the smaller of the two.
    public let left: UInt32
    /// The token to the right, or below.
    public let right: UInt32

    /// Takes two tokens.
    public init(left: UInt32, right: UInt32) {
      self.left = left
      self.right = right
    }
  }

  /// How many base codes there are.
  public let alphabetSize: Int
  /// The merges in rank order; the merge of rank r makes token `alphabetSize + r`.
  public let merges: [Merge]
  /// All merges but the first, on flat sequences in which the first one's token is one more base code.
  private let flat: GridPairEncoder

  /// Takes merges from anywhere, in rank order.
  ///
  /// - Throws: `GridPairError.impossibleAlphabet`; `GridPairError.invalidMerge` for the first merge that
  ///   refers to a later or to no token, whose left token is not the smaller, or that repeats another
  ///   than the first.
  public init(alphabetSize: Int, merges: [Merge]) throws(GridPairError) {
    // The first merge's token takes a place among the base codes of flat sequences.
    guard (1..<GridVocabulary.alphabetLimit).contains(alphabetSize) else {
      throw .impossibleAlphabet(size: alphabetSize)
    }
    var vocabulary = try GridVocabulary(alphabetSize: alphabetSize + 1)
    var ranks: [Merge: Int] = [:]
    for (rank, merge) in merges.enumerated() {
      do throws(MergeFault) {
        guard merge.left < merge.right else { throw .descending(merge.left, merge.right) }
        guard merge.right < alphabetSize + rank else { throw .unknownToken(merge.right) }
        // The first merge's pair can be neighbours again once grids are flat, and is then merged anew.
        guard rank > 0 else { continue }
        if let earlier = ranks.updateValue(rank, forKey: merge) { throw .repeats(rank: earlier) }
        let width = vocabulary.shapes.cellCount(of: merge.left)
        try vocabulary.append(
          GridMerge(
            first: merge.left, second: merge.right, offset: CellOffset(row: 0, column: width)))
      } catch {
        throw .invalidMerge(rank: rank, error)
      }
    }
    self.alphabetSize = alphabetSize
    self.merges = merges
    flat = GridPairEncoder(vocabulary)
  }

  /// The tokens of one grid.
  ///
  /// - Throws: `GridPairError.unknownCode`, `GridPairError.tooManyCells`.
  public func encode(_ grid: TokenGrid) throws(GridPairError) -> [UInt32] {
    try encode([grid]).tokens
  }

  /// The tokens of many grids, on all threads, one sequence a grid.
  ///
  /// - Throws: `GridPairError.unknownCode`, `GridPairError.tooManyCells`.
  public func encode(_ grids: [TokenGrid]) throws(GridPairError) -> TokenSequences {
    try flat.encode(try Flattening(alphabetSize: alphabetSize, first: merges.first).rows(of: grids))
  }

  /// Refuses: the tokens of this rule do not say where they were.
  ///
  /// - Throws: `GridPairError.notReversible`, always.
  public func decode(
    _ tokens: [UInt32], height: Int, width: Int
  ) throws(GridPairError) -> TokenGrid {
    throw .notReversible
  }

  /// The ids that the published model is given for tokens: base codes from one number on, merged tokens
  /// from another.
  public func languageModelIDs(
    _ tokens: some Sequence<UInt32>, codesFrom: Int, mergesFrom: Int
  ) -> [Int] {
    tokens.map { token in
      let token = Int(token)
      return token < alphabetSize ? codesFrom + token : mergesFrom + (token - alphabetSize)
    }
  }

  /// The same rule with its first merges only.
  public func prefix(mergeCount: Int) -> FlattenedVisualMerges {
    FlattenedVisualMerges(
      alphabetSize: alphabetSize, merges: Array(merges.prefix(max(mergeCount, 0))),
      flat: GridPairEncoder(flat.vocabulary.prefix(mergeCount: max(mergeCount, 1) - 1)))
  }

  private init(alphabetSize: Int, merges: [Merge], flat: GridPairEncoder) {
    self.alphabetSize = alphabetSize
    self.merges = merges
    self.flat = flat
  }
}

extension FlattenedVisualMerges: Hashable {
  /// Whether base codes and merges are the same.
  public static func == (left: FlattenedVisualMerges, right: FlattenedVisualMerges) -> Bool {
    left.alphabetSize == right.alphabetSize && left.merges == right.merges
  }

  /// Mixes in base codes and merges.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(alphabetSize)
    hasher.combine(merges)
  }
}
