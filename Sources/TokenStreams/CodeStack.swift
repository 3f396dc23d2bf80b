/// Codes at a row of positions, each position holding the first few stages of a residual quantizer.
///
/// The layouts (``CodeGrid``, ``CodeSequence``, ``CodeFrames``) say what the positions mean. A
/// tokenizer with one codebook has one stage. Position p holds `depths[p]` codes, its stages
/// `0..<depths[p]`; depth 0 is a position that says nothing and decodes to the model's mean.
public struct CodeStack: Hashable, Sendable {
  /// How many codes each stage has.
  public let vocabulary: Vocabulary
  /// How many stages each position holds, `[positions]`, each in `0...vocabulary.stageCount`.
  public let depths: [UInt8]
  /// The codes, position after position and stage after stage within one; each in
  /// `0..<vocabulary.sizes[stage]`.
  public let codes: [UInt32]

  /// Takes codes position by position.
  ///
  /// - Throws: `CodeError` when counts or values disagree with the vocabulary.
  public init(vocabulary: Vocabulary, depths: [UInt8], codes: [UInt32]) throws(CodeError) {
    var next = 0
    for (position, depth) in depths.enumerated() {
      guard depth <= vocabulary.stageCount else {
        throw CodeError.depthOutOfRange(
          position: position, depth: Int(depth), stageCount: vocabulary.stageCount)
      }
      guard next + Int(depth) <= codes.count else {
        throw CodeError.wrongCount(found: codes.count, needed: next + Int(depth))
      }
      for stage in 0..<Int(depth) {
        guard codes[next + stage] < vocabulary.sizes[stage] else {
          throw CodeError.codeOutOfRange(
            position: position, stage: stage, code: Int(codes[next + stage]),
            vocabulary: vocabulary.sizes[stage])
        }
      }
      next += Int(depth)
    }
    guard next == codes.count else {
      throw CodeError.wrongCount(found: codes.count, needed: next)
    }
    self.vocabulary = vocabulary
    self.depths = depths
    self.codes = codes
  }

  /// How many positions there are.
  public var positionCount: Int { depths.count }

  /// The depth that every position has, or nil when depths differ or there is no position.
  public var uniformDepth: Int? {
    guard let first = depths.first, depths.allSatisfy({ $0 == first }) else { return nil }
    return Int(first)
  }

  /// Bits of the codes alone.
  public var codeBits: Int {
    let bitsOfDepth = (0...vocabulary.stageCount).map { vocabulary.bits(depth: $0) }
    return depths.reduce(0) { $0 + bitsOfDepth[Int($1)] }
  }

  /// Bits of the depths that say how long each position is; none when all are equal.
  public var depthBits: Int {
    guard uniformDepth == nil else { return 0 }
    return positionCount * vocabulary.bitsOfDepth
  }

  /// Bits that a decoder must be given: codes and, where they vary, depths.
  public var bits: Int { codeBits + depthBits }

  /// The same positions cut to the first `depth` stages.
  public func prefix(depth: Int) -> CodeStack {
    let limit = UInt8(clamping: depth)
    var kept: [UInt32] = []
    var next = 0
    for held in depths {
      kept += codes[next..<next + Int(min(held, limit))]
      next += Int(held)
    }
    return CodeStack(
      unchecked: vocabulary, depths: depths.map { min($0, limit) }, codes: kept)
  }

  /// The codes of one stage over all positions, nil where a position is shallower.
  public func codes(ofStage stage: Int) -> [UInt32?] {
    var next = 0
    return depths.map { depth in
      defer { next += Int(depth) }
      return stage < Int(depth) ? codes[next + stage] : nil
    }
  }

  /// The same positions in runs of `count`, the last one perhaps shorter; none for no positions.
  func split(every count: Int) -> [CodeStack] {
    var next = 0
    return stride(from: 0, to: positionCount, by: count).map { start in
      let part = depths[start..<min(start + count, positionCount)]
      let end = part.reduce(next) { $0 + Int($1) }
      defer { next = end }
      return CodeStack(unchecked: vocabulary, depths: Array(part), codes: Array(codes[next..<end]))
    }
  }

  /// Puts runs of positions of one vocabulary behind each other.
  init(joining parts: [CodeStack], vocabulary: Vocabulary) {
    precondition(
      parts.allSatisfy { $0.vocabulary == vocabulary }, "codes of two vocabularies cannot be joined"
    )
    self.init(
      unchecked: vocabulary, depths: parts.flatMap(\.depths), codes: parts.flatMap(\.codes))
  }

  /// Positions that say nothing: depth 0 each.
  init(emptyPositions count: Int, vocabulary: Vocabulary) {
    self.init(unchecked: vocabulary, depths: Array(repeating: 0, count: count), codes: [])
  }

  private init(unchecked vocabulary: Vocabulary, depths: [UInt8], codes: [UInt32]) {
    self.vocabulary = vocabulary
    self.depths = depths
    self.codes = codes
  }
}
