public import TokenStreams

/// How the codes of one item become tokens, and tokens become codes again.
///
/// Tokens are counted from 0: first the codes, codebook after codebook where each has tokens of its
/// own, then the special tokens that the order or the marks need. A ``VocabularyPlan`` moves them to
/// their place in a shared vocabulary.
public struct CodeFlattening: Hashable, Sendable {
  /// In which order the codes of K codebooks at T positions are written.
  public enum Order: String, Hashable, Sendable, Codable, CaseIterable {
    /// Position after position, codebook after codebook within one: `[T * K]`. Grids run row by row.
    case interleaved
    /// Codebook after codebook, position after position within one: `[K * T]`.
    case coarseFirst = "coarse-first"
    /// One row a codebook, row k moved k steps to the right and filled with the padding token:
    /// `[K, T + K - 1]` (Copet et al., "Simple and Controllable Music Generation", 2023,
    /// arXiv 2306.05284, section 2.2).
    case delayed
    /// One row a codebook: `[K, T]`.
    case parallel

    /// Whether records have one row a codebook.
    public var hasRows: Bool { self == .delayed || self == .parallel }
  }

  /// How many codes each codebook has, the K first of the tokenizer's; later ones are left out.
  public let codebookSizes: [Int]
  /// In which order codes are written.
  public let order: Order
  /// Whether each codebook has tokens of its own: token = code + the sizes of those before it.
  public let separatesCodebooks: Bool
  /// Whether a position with fewer codes is closed by a special token.
  public let marksShortPositions: Bool
  /// Whether each row of a grid is closed by a special token.
  public let marksRows: Bool
  /// The first token of each codebook, `[K]`.
  public let offsets: [Int]
  /// How many tokens stand for codes; they are `0..<codeTokenCount`.
  public let codeTokenCount: Int
  /// The token that fills what has no code in the delayed order, else nil.
  public let padding: UInt32?
  /// The token that closes a position with fewer codes, nil where they are not marked.
  public let endOfPosition: UInt32?
  /// The token that closes a row of a grid, nil where rows are not marked.
  public let endOfRow: UInt32?
  /// How many tokens there are in all.
  public let vocabularySize: Int

  /// Chooses an order for codebooks of these sizes.
  ///
  /// - Parameters:
  ///   - codebookSizes: how many codes each codebook has, 1 to 255 codebooks.
  ///   - order: in which order codes are written.
  ///   - separatesCodebooks: whether each codebook has tokens of its own; where nil, in the orders
  ///     that are one sequence, and not in those with a row a codebook.
  ///   - marksShortPositions: whether a position with fewer codes is closed by a special token;
  ///     without it, such a position is an error.
  ///   - marksRows: whether each row of a grid is closed by a special token.
  /// - Throws: `CodeFlatteningError.impossible` where the choices contradict each other or there
  ///   would be more than 2^32 - 1 tokens.
  public init(
    codebookSizes: [Int], order: Order = .interleaved, separatesCodebooks: Bool? = nil,
    marksShortPositions: Bool = false, marksRows: Bool = false
  ) throws(CodeFlatteningError) {
    self.codebookSizes = codebookSizes
    self.order = order
    self.marksShortPositions = marksShortPositions
    self.marksRows = marksRows
    let separates = separatesCodebooks ?? !order.hasRows
    self.separatesCodebooks = separates
    guard (1...255).contains(codebookSizes.count),
      codebookSizes.allSatisfy({ (1...Self.mostTokens).contains($0) })
    else { throw .impossible(reason: "there are 1 to 255 codebooks of 1 to 2^32 - 1 codes") }
    var ends: [Int] = []
    for size in codebookSizes { ends.append(separates ? (ends.last ?? 0) + size : size) }
    offsets = zip(ends, codebookSizes).map { $0 - $1 }
    codeTokenCount = ends.max() ?? 0
    var next = codeTokenCount
    func special(_ isWanted: Bool) -> UInt32? {
      guard isWanted else { return nil }
      next += 1
      return UInt32(clamping: next - 1)
    }
    padding = special(order == .delayed)
    endOfPosition = special(marksShortPositions)
    endOfRow = special(marksRows)
    vocabularySize = next
    if let reason = contradiction { throw .impossible(reason: reason) }
  }

  /// Chooses an order for the first codebooks of a tokenizer, or all.
  ///
  /// - Throws: `CodeFlatteningError.impossible`, also where the tokenizer has fewer codebooks.
  public init(
    vocabulary: Vocabulary, codebooks: Int? = nil, order: Order = .interleaved,
    separatesCodebooks: Bool? = nil, marksShortPositions: Bool = false, marksRows: Bool = false
  ) throws(CodeFlatteningError) {
    let count = codebooks ?? vocabulary.stageCount
    guard (1...vocabulary.stageCount).contains(count) else {
      throw .impossible(
        reason: "\(count) codebooks are asked for, and the tokenizer has \(vocabulary.stageCount)")
    }
    try self.init(
      codebookSizes: Array(vocabulary.sizes.prefix(count)), order: order,
      separatesCodebooks: separatesCodebooks, marksShortPositions: marksShortPositions,
      marksRows: marksRows)
  }

  private static let mostTokens = Int(UInt32.max)

  private var contradiction: String? {
    if vocabularySize > Self.mostTokens { return "there would be more than 2^32 - 1 tokens" }
    if marksShortPositions, order != .interleaved {
      return "only the interleaved order can mark short positions"
    }
    if marksRows, order != .interleaved { return "only the interleaved order can mark rows" }
    if order == .coarseFirst, !separatesCodebooks, codebookCount > 1 {
      return "codebooks that follow each other and share their tokens cannot be told apart"
    }
    return nil
  }

  /// How many codebooks there are, K.
  public var codebookCount: Int { codebookSizes.count }

  /// Whether a grid has as many tokens as cells, in the order of its cells.
  var keepsGrid: Bool {
    order == .interleaved && codebookCount == 1 && !marksShortPositions && !marksRows
  }

  /// Checks that a tokenizer's first codebooks are those of the flattening.
  ///
  /// - Throws: `CodeFlatteningError.otherVocabulary`.
  func check(_ vocabulary: Vocabulary) throws(CodeFlatteningError) {
    guard vocabulary.sizes.starts(with: codebookSizes) else {
      throw .otherVocabulary(expected: codebookSizes, found: vocabulary.sizes)
    }
  }
}

extension CodeFlattening: Codable {
  private enum CodingKeys: String, CodingKey {
    case order, codebookSizes, offsets, padding, endOfPosition, endOfRow, vocabularySize
    case separatesCodebooks
  }

  /// Writes the choices, and the numbers that follow from them for whoever reads only the file.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(order, forKey: .order)
    try fields.encode(codebookSizes, forKey: .codebookSizes)
    try fields.encode(separatesCodebooks, forKey: .separatesCodebooks)
    try fields.encode(offsets, forKey: .offsets)
    try fields.encodeIfPresent(padding, forKey: .padding)
    try fields.encodeIfPresent(endOfPosition, forKey: .endOfPosition)
    try fields.encodeIfPresent(endOfRow, forKey: .endOfRow)
    try fields.encode(vocabularySize, forKey: .vocabularySize)
  }

  /// Reads the choices; the numbers follow from them.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      codebookSizes: try fields.decode([Int].self, forKey: .codebookSizes),
      order: try fields.decode(Order.self, forKey: .order),
      separatesCodebooks: try fields.decode(Bool.self, forKey: .separatesCodebooks),
      marksShortPositions: fields.contains(.endOfPosition), marksRows: fields.contains(.endOfRow))
  }
}
