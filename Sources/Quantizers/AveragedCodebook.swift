public import Layers
public import Tensors

/// Codebooks that follow the vectors they code, with the running averages that they are made from.
///
/// Parameters, named as in vector-quantize-pytorch: `embed` `[codebook, size, dimension]`, the code
/// vectors; `cluster_size` `[codebook, size]`, how many vectors of a batch take each code;
/// `embed_avg` `[codebook, size, dimension]`, the sum of those vectors.
public struct AveragedCodebook: Module {
  /// What makes a code the nearest.
  public let distance: CodeDistance
  /// The code vectors, `[codebook, size, dimension]`.
  public private(set) var vectors: Parameter
  /// How many vectors of a batch take each code, on average, `[codebook, size]`.
  public private(set) var clusterSizes: Parameter
  /// The sum of the vectors of a batch that take each code, on average,
  /// `[codebook, size, dimension]`.
  public private(set) var sums: Parameter

  /// Codebooks without values.
  public init(_ shape: VectorQuantizerShape) {
    let extents = [shape.codebookCount, shape.codebookSize, shape.codeDimension]
    let start = InitialValues.uniform(bound: 1 / Float(shape.codebookSize))
    distance = shape.distance
    vectors = Parameter(extents, startingWith: start)
    clusterSizes = Parameter(Array(extents.prefix(2)), startingWith: .constant(1))
    sums = Parameter(extents, startingWith: start)
  }

  /// Visits `cluster_size`, `embed_avg` and `embed`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("cluster_size", &clusterSizes)
    try visitor("embed_avg", &sums)
    try visitor("embed", &vectors)
  }

  /// Takes code vectors to start from, such as those of ``KMeans``, as if each had been used once.
  ///
  /// - Parameter newVectors: `[codebook, size, dimension]`; for cosine their lengths become 1.
  public mutating func start(from newVectors: Tensor) {
    let start = distance == .cosine ? newVectors.lengthNormalized(epsilon: 1e-6) : newVectors
    vectors.value = start
    sums.value = start
    clusterSizes.value = Tensor(shape: clusterSizes.shape, repeating: 1)
  }

  /// Sets the state after an update.
  mutating func replaceState(vectors: Tensor, clusterSizes: Tensor, sums: Tensor) {
    self.vectors.value = vectors
    self.clusterSizes.value = clusterSizes
    self.sums.value = sums
  }

  /// The tables in which nearest codes are searched, one a codebook.
  public func searchTables() -> [Codebook] {
    (0..<vectors.shape[0]).map { index in
      Codebook(vectors: matrix(vectors.value, index), distance: distance)
    }
  }

  /// The vectors of codes `[codebook, row]`: `[codebook, row, dimension]`.
  func vectors(of codes: [Int]) -> Tensor {
    let (codebooks, size, dimension) = (vectors.shape[0], vectors.shape[1], vectors.shape[2])
    let rowCount = codes.count / codebooks
    let indices = codes.enumerated().map { place, code in
      precondition((0..<size).contains(code), "code \(code) of \(size) codes")
      return place / rowCount * size + code
    }
    return vectors.value.detached().reshaped([codebooks * size, dimension]).rows(indices)
      .reshaped([codebooks, rowCount, dimension])
  }
}

/// One matrix of a stack `[index, row, column]`.
func matrix(_ stack: Tensor, _ index: Int) -> Tensor {
  stack.detached().sliced(axis: 0, index..<index + 1)
    .reshaped([stack.shape[1], stack.shape[2]])
}
