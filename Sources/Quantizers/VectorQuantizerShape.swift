/// The sizes of a vector quantizer.
public struct VectorQuantizerShape: Hashable, Sendable {
  /// Numbers in an input and an output vector.
  public let dimension: Int
  /// Codes of a codebook.
  public let codebookSize: Int
  /// Numbers in a code vector.
  public let codeDimension: Int
  /// Parts that a vector is cut into, each coded on its own.
  public let headCount: Int
  /// Whether every part has a codebook of its own, which makes this a product quantizer (Jégou et
  /// al., IEEE TPAMI 33, 2011); else all share one.
  public let hasSeparateCodebooks: Bool
  /// What makes a code the nearest.
  public let distance: CodeDistance

  /// Sizes; code vectors are as long as inputs where nothing else is said.
  public init(
    dimension: Int, codebookSize: Int, codeDimension: Int? = nil, headCount: Int = 1,
    hasSeparateCodebooks: Bool = false, distance: CodeDistance = .euclidean
  ) {
    let codeDimension = codeDimension ?? dimension
    precondition(
      dimension > 0 && codebookSize > 0 && codeDimension > 0 && headCount > 0,
      "\(headCount) heads of \(codebookSize) codes of \(codeDimension) numbers for \(dimension)")
    self.dimension = dimension
    self.codebookSize = codebookSize
    self.codeDimension = codeDimension
    self.headCount = headCount
    self.hasSeparateCodebooks = hasSeparateCodebooks
    self.distance = distance
  }

  /// Codebooks that there are.
  public var codebookCount: Int { hasSeparateCodebooks ? headCount : 1 }
  /// Numbers in a vector after the input projection.
  public var projectedDimension: Int { codeDimension * headCount }
  /// Whether vectors are projected before the search and after the look-up.
  public var isProjected: Bool { projectedDimension != dimension }
}
