import Quantizers
import Tensors
import TestSupport
import Testing
import Threads

@Suite("K-means")
struct KMeansTests {
  private func fit(_ kMeans: KMeans, _ vectors: Tensor, seed: UInt64) throws -> Codebook {
    var generator = SeededGenerator(seed: seed)
    return try kMeans.fit(vectors, using: &generator)
  }

  /// Points close around the corners of a square of side 10.
  private static func clusters(pointsEach count: Int) -> (points: Tensor, centres: [[Float]]) {
    let centres: [[Float]] = [[0, 0], [10, 0], [0, 10], [10, 10]]
    var generator = SeededGenerator(seed: 1)
    let noise = generator.vectors(4 * count, dimension: 2).elements
    let elements = (0..<8 * count).map { place -> Float in
      let centre: [Float] = centres[place / 2 % 4]
      return centre[place % 2] + 0.5 * noise[place]
    }
    return (Tensor(shape: [4 * count, 2], elements: elements), centres)
  }

  private static func meanError(_ codebook: Codebook, _ vectors: Tensor) -> Double {
    let distances = codebook.assign(vectors).squaredDistances
    return distances.reduce(0.0) { $0 + Double($1) } / Double(distances.count)
  }

  @Test("finds clusters that lie apart", arguments: [1, 2, 3, 4, 5] as [UInt64])
  func separatedClusters(seed: UInt64) throws {
    let (points, centres) = Self.clusters(pointsEach: 50)
    let codebook = try fit(KMeans(centroidCount: 4), points, seed: seed)
    for centre in centres {
      let nearest = (0..<4).map { squaredDistance(codebook.vectors.row($0), centre[...]) }.min()
      #expect((nearest ?? .infinity) < 0.05)
    }
  }

  @Test("is a function of vectors and seed, on 1, 2 and 8 threads alike")
  func deterministic() throws {
    var generator = SeededGenerator(seed: 2)
    let vectors = generator.normalVectors(1500, dimension: 10)
    let kMeans = KMeans(centroidCount: 40, iterationLimit: 6)
    let codebooks = try [1, 1, 2, 8].map { threads in
      try Parallel.$threadCount.withValue(threads) { try fit(kMeans, vectors, seed: 9) }
    }
    #expect(codebooks.allSatisfy { $0 == codebooks[0] })
    #expect(try fit(kMeans, vectors, seed: 10) != codebooks[0])
  }

  @Test("no step raises the error while every centroid has vectors")
  func errorFalls() {
    var generator = SeededGenerator(seed: 3)
    let vectors = generator.normalVectors(2000, dimension: 6)
    let kMeans = KMeans(centroidCount: 20)
    var codebook = Codebook(vectors: vectors.rows(Array(0..<20)))
    var last = Double.infinity
    for _ in 0..<15 {
      #expect(Set(codebook.assign(vectors).codes).count == 20)
      let (next, error) = kMeans.improved(codebook, on: vectors)
      #expect(error <= last * (1 + 1e-6))
      #expect(abs(error - Self.meanError(codebook, vectors)) <= 1e-9 * error)
      (codebook, last) = (next, error)
    }
    #expect(Self.meanError(codebook, vectors) < 0.8 * 6)
  }

  @Test("moves every centroid to the mean of its vectors")
  func means() {
    let vectors = Tensor(shape: [5, 1], elements: [0, 1, 2, 10, 14])
    let start = Codebook(vectors: Tensor(shape: [2, 1], elements: [3, 9]))
    let (codebook, error) = KMeans(centroidCount: 2).improved(start, on: vectors)
    #expect(codebook.vectors.elements == [1, 12])
    #expect(abs(error - Double(9 + 4 + 1 + 1 + 25) / 5) < 1e-6)
  }

  @Test("revives a dead centroid where vectors are served worst, and it is used")
  func deadCentroid() {
    let (points, _) = Self.clusters(pointsEach: 20)
    // Two centroids far from everything; all vectors go to the first two.
    let start = Codebook(
      vectors: Tensor(shape: [4, 2], elements: [0, 0, 10, 0, -900, -900, 900, 900]))
    #expect(Set(start.assign(points).codes) == [0, 1])
    let (revived, before) = KMeans(centroidCount: 4).improved(start, on: points)
    #expect(Set(revived.assign(points).codes) == [0, 1, 2, 3])
    #expect(Self.meanError(revived, points) < before)
    // The new places are vectors themselves.
    for code in 2..<4 {
      let nearest = (0..<80).map { squaredDistance(revived.vectors.row(code), points.row($0)) }
      #expect(nearest.min() == 0)
    }
  }

  @Test("too few vectors are refused", arguments: [0, 1, 7])
  func tooFew(rows: Int) {
    #expect(throws: QuantizerError.tooFewVectors(found: rows, needed: 8)) {
      try fit(KMeans(centroidCount: 8), Tensor(shape: [rows, 3]), seed: 1)
    }
  }

  @Test("as many vectors as centroids, and vectors that are all equal, come to an end")
  func degenerate() throws {
    var generator = SeededGenerator(seed: 4)
    let few = generator.vectors(8, dimension: 3)
    let exact = try fit(KMeans(centroidCount: 8), few, seed: 1)
    #expect(Self.meanError(exact, few) < 1e-6)
    let equal = Tensor(shape: [100, 3], repeating: 0.5)
    let codebook = try fit(KMeans(centroidCount: 8), equal, seed: 1)
    #expect(codebook.vectors == Tensor(shape: [8, 3], repeating: 0.5))
  }

  @Test("progress rises to a fraction of at most one")
  func progress() throws {
    var generator = SeededGenerator(seed: 5)
    let vectors = generator.vectors(200, dimension: 2)
    var fractions: [Double] = []
    _ = try KMeans(centroidCount: 4, iterationLimit: 5, restartCount: 2).fit(
      vectors, using: &generator
    ) { fractions.append($0) }
    #expect(fractions == fractions.sorted())
    #expect(fractions.count > 2)
    #expect(fractions.allSatisfy { $0 > 0 && $0 <= 1 })
  }
}
