/// Base codes and the shapes that merges made of them.
///
/// Tokens `0..<alphabetSize` are the base codes, one cell each. The merge of rank r makes token
/// `alphabetSize + r`, whose shape is that of its two tokens together. A token's anchor is its first
/// cell in raster order, the leftmost cell of its topmost row; the anchor of a merged token is the
/// anchor of its first part.
///
/// Different merges may make shapes with equal cells and codes; they stay different tokens, so that
/// what a merge replaces is never more than what it was counted on.
public struct GridVocabulary: Sendable {
  /// The most base codes that are supported.
  public static let alphabetLimit = MergeTable.alphabetLimit
  /// The most cells that one token may cover.
  public static let cellLimit = ShapeTable.cellLimit

  /// The merges in rank order.
  public private(set) var merges: [GridMerge] = []
  private(set) var shapes: ShapeTable

  /// A vocabulary of base codes alone.
  ///
  /// - Throws: `GridPairError.impossibleAlphabet`.
  public init(alphabetSize: Int) throws(GridPairError) {
    guard (1...Self.alphabetLimit).contains(alphabetSize) else {
      throw .impossibleAlphabet(size: alphabetSize)
    }
    shapes = ShapeTable(alphabetSize: alphabetSize)
  }

  /// Takes merges from anywhere, in rank order.
  ///
  /// - Throws: `GridPairError.impossibleAlphabet`; `GridPairError.invalidMerge` for the first merge
  ///   that refers to itself, to a later or to no token, whose second token comes before the first,
  ///   whose tokens overlap or do not touch, that repeats another, or that makes shapes too large.
  public init(alphabetSize: Int, merges: [GridMerge]) throws(GridPairError) {
    try self.init(alphabetSize: alphabetSize)
    var ranks: [GridMerge: Int] = [:]
    for (rank, merge) in merges.enumerated() {
      if let earlier = ranks.updateValue(rank, forKey: merge) {
        throw .invalidMerge(rank: rank, .repeats(rank: earlier))
      }
      do throws(MergeFault) {
        try append(merge)
      } catch {
        throw .invalidMerge(rank: rank, error)
      }
    }
  }

  /// Adds a merge at the end; that it repeats no other is the caller's care.
  mutating func append(_ merge: GridMerge) throws(MergeFault) {
    for token in [merge.first, merge.second] where token >= count {
      throw .unknownToken(token)
    }
    guard merge.offset.isLaterInRasterOrder else { throw .secondComesFirst(merge.offset) }
    guard let place = Place(merge.offset) else { throw .apart }
    try shapes.append(merge.first, merge.second, at: place)
    merges.append(merge)
  }

  /// How many base codes there are.
  public var alphabetSize: Int { shapes.alphabetSize }

  /// How many tokens there are, base codes included.
  public var count: Int { alphabetSize + merges.count }

  /// The token that the merge of a rank makes.
  public func token(ofRank rank: Int) -> UInt32 { UInt32(alphabetSize + rank) }

  /// The cells of a token, or nil when there is no such token.
  public func shape(of token: UInt32) -> TokenShape? {
    guard token < count else { return nil }
    return TokenShape(
      cells: shapes.cells(of: token).map {
        TokenShape.Cell(offset: $0.place.offset, code: $0.code)
      })
  }

  /// How many cells a token covers, or nil when there is no such token.
  public func cellCount(of token: UInt32) -> Int? {
    token < count ? shapes.cellCount(of: token) : nil
  }

  /// The same vocabulary with its first merges only.
  public func prefix(mergeCount: Int) -> GridVocabulary {
    var part = self
    part.merges = Array(merges.prefix(max(mergeCount, 0)))
    part.shapes.keep(shapeCount: part.merges.count + 1)
    return part
  }
}

extension GridVocabulary: Hashable {
  /// Whether base codes and merges are the same.
  public static func == (left: GridVocabulary, right: GridVocabulary) -> Bool {
    left.alphabetSize == right.alphabetSize && left.merges == right.merges
  }

  /// Mixes in base codes and merges.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(alphabetSize)
    hasher.combine(merges)
  }
}
