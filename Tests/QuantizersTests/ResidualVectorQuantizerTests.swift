import Quantizers
import Tensors
import TestSupport
import Testing
import Threads

@Suite("Residual vector quantization")
struct ResidualVectorQuantizerTests {
  /// Learned once for all tests of this suite.
  private static let training: Tensor = {
    var generator = SeededGenerator(seed: 1)
    return generator.normalVectors(1200, dimension: 8)
  }()
  private static let learned = Result {
    try ResidualQuantizerFit(
      stageCount: 4, kMeans: KMeans(centroidCount: 32, iterationLimit: 8, restartCount: 1)
    ).fit(training, seed: 7)
  }

  private let quantizer: ResidualVectorQuantizer
  private let vectors: Tensor

  init() throws {
    quantizer = try Self.learned.get()
    var generator = SeededGenerator(seed: 2)
    vectors = generator.normalVectors(700, dimension: 8)
  }

  private func meanErrors(_ encoding: ResidualVectorQuantizer.Encoding) -> [Double] {
    let columns = encoding.stageCount + 1
    let rows = encoding.squaredErrors.count / columns
    return (0..<columns).map { column in
      (0..<rows).reduce(0.0) { $0 + Double(encoding.squaredErrors[$1 * columns + column]) }
        / Double(rows)
    }
  }

  @Test("each stage lowers the mean error on the training data")
  func errorFalls() {
    let errors = meanErrors(quantizer.encode(Self.training))
    #expect(errors.count == 5)
    #expect(errors == errors.sorted(by: >))
    #expect(errors[4] < 0.4 * errors[0])
  }

  @Test("decoding adds up the code vectors of each row")
  func sums() {
    let encoding = quantizer.encode(vectors)
    let decoded = quantizer.decode(
      codes: encoding.codes, depths: Array(repeating: 4, count: 700))
    let tables = quantizer.codebooks.map(\.vectors.elements)
    let expected = (0..<700 * 8).map { place in
      (0..<4).reduce(Float(0)) { sum, stage in
        let code = Int(encoding.codes[place / 8 * 4 + stage])
        return sum + tables[stage][code * 8 + place % 8]
      }
    }
    #expect(decoded.elements == expected)
  }

  @Test("recorded errors are those of the decoded vectors")
  func recordedErrors() {
    let full = quantizer.encode(vectors)
    for depth in 0...4 {
      let encoding = quantizer.encode(vectors, stageCount: depth)
      let decoded = quantizer.decode(
        codes: encoding.codes, depths: Array(repeating: UInt8(depth), count: 700))
      let errors = (0..<700).map { squaredDistance(vectors.row($0), decoded.row($0)) }
      let recorded = (0..<700).map { Double(full.squaredErrors[$0 * 5 + depth]) }
      let closeness = Closeness(recorded, errors)
      #expect(closeness.largestDifference < 1e-4, "depth \(depth): \(closeness)")
    }
  }

  @Test("the codes of fewer stages are the first of all codes", arguments: [0, 1, 2, 3])
  func prefix(depth: Int) {
    let full = quantizer.encode(vectors)
    let short = quantizer.encode(vectors, stageCount: depth)
    #expect(short.stageCount == depth)
    #expect(
      short.codes
        == (0..<700 * depth).map { full.codes[$0 / max(depth, 1) * 4 + $0 % max(depth, 1)] })
  }

  @Test("more stages than there are mean all of them")
  func moreStages() {
    #expect(quantizer.encode(vectors, stageCount: 99) == quantizer.encode(vectors))
  }

  @Test("every code is the nearest to what the stages before it left over")
  func greedy() {
    let encoding = quantizer.encode(vectors)
    for row in stride(from: 0, to: 700, by: 13) {
      var residual = Array(vectors.row(row))
      for stage in 0..<4 {
        let table = quantizer.codebooks[stage].vectors
        let code = Int(encoding.codes[row * 4 + stage])
        let distances = (0..<32).map { squaredDistance(residual[...], table.row($0)) }
        #expect(distances[code] <= (distances.min() ?? 0) + 1e-5)
        residual = zip(residual, table.row(code)).map { $0 - $1 }
      }
    }
  }

  // An item's rows are always coded in one call, so this is what keeps an item's codes the same
  // alone and among others.
  @Test("an item's codes depend on its own rows only, on 1, 2 and 8 threads")
  func itemsAreIndependent() {
    let items = [1, 37, 256, 300].map { count in vectors.rows(Array(0..<count)) }
    let alone = items.map { quantizer.encode($0) }
    for threads in [1, 2, 8] {
      let together = Parallel.$threadCount.withValue(threads) {
        Parallel.map(count: items.count) { quantizer.encode(items[$0]) }
      }
      #expect(together == alone)
      let inTurn = Parallel.$threadCount.withValue(threads) {
        items.reversed().map { quantizer.encode($0) }
      }
      #expect(inTurn == alone.reversed())
    }
  }

  @Test("cut between blocks of rows, an encoding is the same bits")
  func blockBoundary() {
    let whole = quantizer.encode(vectors)
    let cut = MatrixProduct.blockRows
    let parts = [0..<cut, cut..<700].map { quantizer.encode(vectors.rows(Array($0))) }
    #expect(parts.flatMap(\.codes) == whole.codes)
    #expect(parts.flatMap(\.squaredErrors) == whole.squaredErrors)
  }

  @Test("rows of unlike depth decode to their own sums, depth 0 to zero")
  func unlikeDepths() {
    let decoded = quantizer.decode(codes: [3, 5, 3], depths: [0, 1, 0, 2])
    #expect(decoded.row(0).allSatisfy { $0 == 0 })
    #expect(Array(decoded.row(1)) == Array(quantizer.codebooks[0].vectors.row(3)))
    #expect(
      Array(decoded.row(3))
        == zip(quantizer.codebooks[0].vectors.row(5), quantizer.codebooks[1].vectors.row(3))
        .map { $0 + $1 })
    #expect(quantizer.decode(codes: [], depths: []) == Tensor(shape: [0, 8]))
    #expect(quantizer.encode(Tensor(shape: [0, 8])).codes.isEmpty)
  }

  @Test("codebooks of unlike size work together")
  func unlikeSizes() {
    let codebooks = [3, 17, 1].map { size in
      Codebook(vectors: Self.training.rows(Array(0..<size)))
    }
    let encoding = ResidualVectorQuantizer(codebooks: codebooks).encode(vectors)
    for (place, code) in encoding.codes.enumerated() {
      #expect(code < codebooks[place % 3].size)
    }
  }
}
