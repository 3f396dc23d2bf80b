import Quantizers
import Tensors
import Testing
import Threads

@Suite("Learning a residual quantizer")
struct ResidualQuantizerFitTests {
  private static let fit = ResidualQuantizerFit(
    stageCount: 3, kMeans: KMeans(centroidCount: 16, iterationLimit: 5, restartCount: 2))

  private static func vectors() -> Tensor {
    var generator = SeededGenerator(seed: 1)
    return generator.normalVectors(600, dimension: 5)
  }

  @Test("codebooks hold 16-bit floats, as a model file does")
  func halfPrecision() throws {
    let quantizer = try Self.fit.fit(Self.vectors(), seed: 2)
    #expect(quantizer.stageCount == 3)
    #expect(quantizer.dimension == 5)
    for codebook in quantizer.codebooks {
      #expect(codebook.size == 16)
      #expect(codebook.vectors == codebook.vectors.roundedToHalfPrecision())
    }
  }

  @Test("each stage learns from what the rounded stages before it leave")
  func residuals() throws {
    let vectors = Self.vectors()
    let quantizer = try Self.fit.fit(vectors, seed: 3)
    let first = quantizer.encode(vectors, stageCount: 1)
    let decoded = quantizer.decode(codes: first.codes, depths: Array(repeating: 1, count: 600))
    let residuals = Tensor(
      shape: [600, 5], elements: zip(vectors.elements, decoded.elements).map { $0 - $1 })
    // Lloyd's iteration has almost come to rest: one more moves the second codebook little.
    let second = quantizer.codebooks[1]
    let (moved, error) = Self.fit.kMeans.improved(second, on: residuals)
    let (_, after) = Self.fit.kMeans.improved(moved, on: residuals)
    #expect(after <= error)
    #expect(after > 0.93 * error)
  }

  @Test("the seed decides everything, the number of threads nothing")
  func deterministic() throws {
    let vectors = Self.vectors()
    let quantizers = try [1, 2, 8].map { threads in
      try Parallel.$threadCount.withValue(threads) { try Self.fit.fit(vectors, seed: 4) }
    }
    #expect(quantizers[1] == quantizers[0])
    #expect(quantizers[2] == quantizers[0])
    #expect(try Self.fit.fit(vectors, seed: 5) != quantizers[0])
  }

  @Test("progress runs over all stages up to one at most")
  func progress() throws {
    var fractions: [Double] = []
    _ = try Self.fit.fit(Self.vectors(), seed: 6) { fractions.append($0) }
    #expect(fractions == fractions.sorted())
    #expect((fractions.last ?? 0) > 2.0 / 3)
    #expect((fractions.last ?? 2) <= 1)
  }

  @Test("too few vectors are refused")
  func tooFew() {
    #expect(throws: QuantizerError.tooFewVectors(found: 15, needed: 16)) {
      try Self.fit.fit(Tensor(shape: [15, 5]), seed: 1)
    }
  }
}
