public import Layers
public import Tensors

/// Vectors to the nearest codes of codebooks and back, with a linear map on either side where codes
/// have another dimension (van den Oord et al., arXiv:1711.00937; Yu et al., arXiv:2110.04627).
///
/// Parameters, named as in vector-quantize-pytorch: `project_in`, `project_out` (``Linear``, only
/// where ``VectorQuantizerShape/isProjected``), `_codebook` (``AveragedCodebook``).
public struct VectorQuantizer: Module {
  /// Every size.
  public let shape: VectorQuantizerShape
  private var inputProjection: Linear?
  /// The code vectors and the averages they are made from.
  public var codebook: AveragedCodebook
  private var outputProjection: Linear?

  /// A quantizer without values.
  public init(_ shape: VectorQuantizerShape) {
    self.shape = shape
    codebook = AveragedCodebook(shape)
    guard shape.isProjected else { return }
    inputProjection = Linear(inputs: shape.dimension, outputs: shape.projectedDimension)
    outputProjection = Linear(inputs: shape.projectedDimension, outputs: shape.dimension)
  }

  /// Visits `project_in`, `_codebook` and `project_out`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("project_in", &inputProjection)
    try visitor("_codebook", &codebook)
    try visitor("project_out", &outputProjection)
  }

  /// The tables in which nearest codes are searched; they hold for as long as the codebook stays.
  public func searchTables() -> [Codebook] { codebook.searchTables() }

  /// The codes of sequences.
  ///
  /// - Parameters:
  ///   - input: `[batch, position, dimension]`
  ///   - tables: what ``searchTables()`` gave.
  /// - Returns: `[batch, position, head]`, row-major.
  public func encode(_ input: Tensor, in tables: [Codebook]) -> [Int] {
    let layout = layout(of: input)
    return layout.byPosition(assign(searched(projected(input)), in: tables))
  }

  /// The vectors of codes.
  ///
  /// - Parameters:
  ///   - codes: `[batch, position, head]`, each in `0..<codebookSize`.
  ///   - batch: how many sequences there are, of equal length.
  /// - Returns: `[batch, position, dimension]`
  public func decode(_ codes: [Int], batch: Int) -> Tensor {
    let positionCount = batch == 0 ? 0 : codes.count / batch / shape.headCount
    precondition(
      codes.count == batch * positionCount * shape.headCount,
      "\(codes.count) codes for \(batch) sequences of \(shape.headCount) heads")
    return unprojected(
      lookedUp(codes, layout: HeadLayout(shape, batch: batch, positionCount: positionCount)))
  }

  /// The code vectors of `[batch, position, head]`, before any projection:
  /// `[batch, position, head · codeDimension]`.
  package func lookedUp(_ codes: [Int], layout: HeadLayout) -> Tensor {
    layout.sequences(of: codebook.vectors(of: layout.byRow(codes)))
  }

  /// How the sequences of `[batch, position, dimension]` stand before the codebooks.
  package func layout(of input: Tensor) -> HeadLayout {
    precondition(
      input.shape.count == 3 && input.shape[2] == shape.dimension,
      "vectors of shape \(input.shape) for a quantizer of \(shape.dimension) numbers")
    return HeadLayout(shape, batch: input.shape[0], positionCount: input.shape[1])
  }

  /// `[batch, position, dimension]` to `[batch, position, head · codeDimension]`.
  package func projected(_ input: Tensor) -> Tensor { inputProjection?(input) ?? input }

  /// `[batch, position, head · codeDimension]` to `[batch, position, dimension]`.
  package func unprojected(_ quantized: Tensor) -> Tensor {
    outputProjection?(quantized) ?? quantized
  }

  /// What codes are compared with: `[batch, position, head · codeDimension]` to
  /// `[codebook, row, codeDimension]`, for cosine each with a length of 1.
  package func searched(_ projected: Tensor) -> Tensor {
    let layout = HeadLayout(
      shape, batch: projected.shape[0], positionCount: projected.shape[1])
    let rows = layout.rows(of: projected)
    return shape.distance == .cosine ? rows.lengthNormalized(epsilon: 1e-6) : rows
  }

  /// The nearest codes of `[codebook, row, codeDimension]`: `[codebook, row]`.
  package func assign(_ rows: Tensor, in tables: [Codebook]) -> [Int] {
    precondition(
      tables.count == shape.codebookCount, "\(tables.count) tables for \(shape.codebookCount)")
    return tables.indices.flatMap { index in
      tables[index].assign(matrix(rows, index)).codes.map(Int.init)
    }
  }
}
