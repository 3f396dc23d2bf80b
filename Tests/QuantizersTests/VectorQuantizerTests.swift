import Layers
import Quantizers
import Tensors
import TestSupport
import Testing
import Threads

@Suite("A vector quantizer")
struct VectorQuantizerTests {
  static let shapes = [
    VectorQuantizerShape(dimension: 5, codebookSize: 9),
    VectorQuantizerShape(dimension: 5, codebookSize: 9, distance: .cosine),
    VectorQuantizerShape(
      dimension: 12, codebookSize: 7, codeDimension: 4, headCount: 3, hasSeparateCodebooks: true),
    VectorQuantizerShape(dimension: 12, codebookSize: 17, codeDimension: 4, headCount: 3),
    VectorQuantizerShape(
      dimension: 6, codebookSize: 33, codeDimension: 3, headCount: 2, hasSeparateCodebooks: true,
      distance: .cosine),
  ]

  static func quantizer(_ shape: VectorQuantizerShape, seed: UInt64 = 1) -> VectorQuantizer {
    var generator = SeededGenerator(seed: seed)
    var quantizer = VectorQuantizer(shape)
    quantizer.drawParameters(using: &generator)
    quantizer.codebook.start(
      from: generator.normal([shape.codebookCount, shape.codebookSize, shape.codeDimension]))
    return quantizer
  }

  @Test("codes of the codes' vectors are the codes", arguments: shapes)
  func identity(shape: VectorQuantizerShape) {
    let quantizer = Self.quantizer(shape)
    var generator = SeededGenerator(seed: 2)
    let codes = (0..<2 * 8 * shape.headCount).map { _ in
      generator.index(below: shape.codebookSize)
    }
    let vectors = quantizer.decode(codes, batch: 2)
    #expect(vectors.shape == [2, 8, shape.dimension])
    #expect(quantizer.encode(vectors, in: quantizer.searchTables()) == codes)
  }

  @Test("each head is coded on its own, by its codebook", arguments: shapes)
  func heads(shape: VectorQuantizerShape) {
    let quantizer = Self.quantizer(shape)
    var generator = SeededGenerator(seed: 3)
    let input = generator.normal([3, 4, shape.dimension])
    let codes = quantizer.encode(input, in: quantizer.searchTables())
    let table = quantizer.codebook.vectors.value
    for position in 0..<12 {
      for head in 0..<shape.headCount {
        let start = position * shape.dimension + head * shape.codeDimension
        let part = input.elements[start..<start + shape.codeDimension]
        let book = shape.hasSeparateCodebooks ? head : 0
        let scores = (0..<shape.codebookSize).map { code in
          let row = (book * shape.codebookSize + code) * shape.codeDimension
          let vector = table.elements[row..<row + shape.codeDimension]
          return shape.distance == .cosine
            ? -zip(part, vector).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            : squaredDistance(part, vector)
        }
        let best = scores.indices.min { scores[$0] < scores[$1] }
        #expect(codes[position * shape.headCount + head] == best)
      }
    }
  }

  @Test("ties go to the lowest code", arguments: CodeDistance.allCases)
  func ties(distance: CodeDistance) {
    var quantizer = VectorQuantizer(
      VectorQuantizerShape(dimension: 2, codebookSize: 20, distance: distance))
    let rows: [Float] = (0..<20).flatMap { $0 < 4 ? [-1, 0] : [0.6, 0.8] as [Float] }
    quantizer.codebook.start(from: Tensor(shape: [1, 20, 2], elements: rows))
    let input = Tensor(shape: [1, 2, 2], elements: [0.3, 0.4, -2, 0])
    #expect(quantizer.encode(input, in: quantizer.searchTables()) == [4, 0])
  }

  @Test("by cosine, long rows of a table are not made shorter")
  func longRows() {
    let rows = Tensor(shape: [2, 2], elements: [3, 0, 0.6, 0.8])
    let vector = Tensor(shape: [1, 2], elements: [0.6, 0.8])
    #expect(Codebook(vectors: rows, distance: .cosine).assign(vector).codes == [0])
    #expect(Codebook(vectors: rows).assign(vector).codes == [1])
    let distance = Codebook(vectors: rows, distance: .cosine).assign(vector).squaredDistances[0]
    #expect(abs(distance - (2.4 * 2.4 + 0.8 * 0.8)) < 1e-5)
  }

  @Test("projections stand on both sides, under the published names")
  func projections() throws {
    let shape = VectorQuantizerShape(dimension: 6, codebookSize: 11, codeDimension: 2)
    let quantizer = Self.quantizer(shape)
    #expect(
      quantizer.parameterShapes().map(\.name) == [
        "project_in.weight", "project_in.bias", "_codebook.cluster_size", "_codebook.embed_avg",
        "_codebook.embed", "project_out.weight", "project_out.bias",
      ])
    var generator = SeededGenerator(seed: 4)
    let input = generator.normal([2, 3, 6])
    let values = Dictionary(
      uniqueKeysWithValues: quantizer.parameters().map { ($0.name, $0.value) })
    let (inward, outward) = (
      try #require(values["project_in.weight"]), try #require(values["project_out.weight"])
    )
    let table = Codebook(vectors: try #require(values["_codebook.embed"]).reshaped([11, 2]))
    let projected = input.linear(inward, bias: values["project_in.bias"]).reshaped([6, 2])
    let codes = table.assign(projected).codes.map(Int.init)
    #expect(quantizer.encode(input, in: quantizer.searchTables()) == codes)
    #expect(
      quantizer.decode(codes, batch: 2)
        == table.vectors.rows(codes).linear(outward, bias: values["project_out.bias"])
        .reshaped([2, 3, 6]))
  }

  @Test("the same on 1 and 3 threads", arguments: shapes)
  func threads(shape: VectorQuantizerShape) {
    let quantizer = Self.quantizer(shape)
    var generator = SeededGenerator(seed: 5)
    let input = generator.normal([2, 400, shape.dimension])
    let codes = [1, 3].map { threads in
      Parallel.$threadCount.withValue(threads) {
        quantizer.encode(input, in: quantizer.searchTables())
      }
    }
    #expect(codes[0] == codes[1])
  }

  @Test("no vectors have no codes", arguments: shapes)
  func empty(shape: VectorQuantizerShape) {
    let quantizer = Self.quantizer(shape)
    let none = Tensor(shape: [2, 0, shape.dimension])
    #expect(quantizer.encode(none, in: quantizer.searchTables()).isEmpty)
    #expect(quantizer.decode([], batch: 2).shape == [2, 0, shape.dimension])
  }
}
