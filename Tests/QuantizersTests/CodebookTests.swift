import Quantizers
import Tensors
import TestSupport
import Testing
import Threads

@Suite("The nearest code")
struct CodebookTests {
  @Test(
    "is the one that a plain search finds, for sizes on both sides of the vector width",
    arguments: [1, 2, 3, 15, 16, 17, 31, 33, 100], [1, 3, 8, 33])
  func bruteForce(size: Int, dimension: Int) {
    var generator = SeededGenerator(seed: UInt64(size * 100 + dimension))
    let codebook = Codebook(vectors: generator.vectors(size, dimension: dimension))
    let vectors = generator.vectors(300, dimension: dimension)
    let assignment = codebook.assign(vectors)
    #expect(assignment.codes.count == 300)
    for row in 0..<300 {
      let distances = (0..<size).map { squaredDistance(vectors.row(row), codebook.vectors.row($0)) }
      let code = Int(assignment.codes[row])
      let least = distances.min() ?? 0
      // Codes nearer to each other than rounding can tell are both right.
      #expect(distances[code] <= least + 1e-5, "row \(row)")
      #expect(abs(Double(assignment.squaredDistances[row]) - least) < 1e-5)
    }
  }

  @Test("ties go to the lowest code, wherever they stand", arguments: [2, 15, 16, 17, 40])
  func ties(size: Int) {
    let same = Codebook(vectors: Tensor(shape: [size, 3], repeating: 0.25))
    let vectors = Tensor(shape: [5, 3], repeating: 0.5)
    #expect(same.assign(vectors).codes == [0, 0, 0, 0, 0])
    var elements = [Float](repeating: 4, count: size)
    elements[size - 1] = 1
    elements[size / 2] = 1
    let pair = Codebook(vectors: Tensor(shape: [size, 1], elements: elements))
    #expect(pair.assign(Tensor(shape: [1, 1], repeating: 1)).codes == [Int32(size / 2)])
    // 0 lies as far from -1 as from 1.
    let symmetric = Codebook(
      vectors: Tensor(shape: [size, 1], elements: (0..<size).map { $0 % 2 == 0 ? 1 : -1 }))
    #expect(symmetric.assign(Tensor(shape: [1, 1])).codes == [0])
  }

  @Test("a code is at distance zero from itself, never below")
  func distanceZero() {
    var generator = SeededGenerator(seed: 3)
    let table = generator.vectors(64, dimension: 24)
    let codebook = Codebook(vectors: table)
    let assignment = codebook.assign(table)
    #expect(assignment.codes == (0..<64).map { Int32($0) })
    #expect(assignment.squaredDistances.allSatisfy { (0...1e-5).contains($0) })
  }

  @Test("assignments are the same on 1, 2 and 8 threads")
  func threads() {
    var generator = SeededGenerator(seed: 4)
    let codebook = Codebook(vectors: generator.vectors(70, dimension: 12))
    let vectors = generator.vectors(1500, dimension: 12)
    let assignments = [1, 2, 8].map { threads in
      Parallel.$threadCount.withValue(threads) { codebook.assign(vectors) }
    }
    #expect(assignments[1] == assignments[0])
    #expect(assignments[2] == assignments[0])
  }

  @Test("no vectors have no codes; vectors that are not finite still get one")
  func extremes() {
    let codebook = Codebook(vectors: Tensor(shape: [5, 2], elements: (0..<10).map { Float($0) }))
    #expect(codebook.assign(Tensor(shape: [0, 2])).codes.isEmpty)
    let wild: [Float] = [.nan, 0, .infinity, 1, -.infinity, .nan, .greatestFiniteMagnitude, 0]
    let codes = codebook.assign(Tensor(shape: [4, 2], elements: wild)).codes
    #expect(codes.allSatisfy { (0..<5).contains($0) })
  }
}
