import Layers
import Quantizers
import Tensors
import TestSupport
import Testing
import Threads

@Suite("A codebook that follows its vectors")
struct CodebookAveragingTests {
  private static func quantizer(
    _ rows: [Float], size: Int, distance: CodeDistance = .euclidean
  ) -> VectorQuantizer {
    let dimension = rows.count / size
    var quantizer = VectorQuantizer(
      VectorQuantizerShape(dimension: dimension, codebookSize: size, distance: distance))
    quantizer.codebook.start(from: Tensor(shape: [1, size, dimension], elements: rows))
    return quantizer
  }

  @Test("moves by the averages of number and sum")
  func oneStep() {
    var quantizer = Self.quantizer([0, 10], size: 2)
    var generator = SeededGenerator(seed: 1)
    let batch = Tensor(shape: [1, 4, 1], elements: [1, 2, 3, 8])
    let pass = quantizer.pass(over: batch)
    #expect(pass.codes == [0, 0, 0, 1])
    quantizer.update(
      after: pass, by: CodebookAveraging(decay: 0.75, epsilon: 0), using: &generator)
    // 1 + (3 − 1) / 4 and 1; 0 + (6 − 0) / 4 and 10 + (8 − 10) / 4.
    #expect(quantizer.codebook.clusterSizes.value.elements == [1.5, 1])
    #expect(quantizer.codebook.sums.value.elements == [1.5, 9.5])
    #expect(quantizer.codebook.vectors.value.elements == [1, 9.5])
  }

  @Test("smooths the numbers it divides by, and keeps them as they were")
  func smoothing() {
    var quantizer = Self.quantizer([0, 10], size: 2)
    var generator = SeededGenerator(seed: 1)
    let pass = quantizer.pass(over: Tensor(shape: [1, 2, 1], elements: [2, 2]))
    quantizer.update(
      after: pass, by: CodebookAveraging(decay: 0, epsilon: 1), using: &generator)
    #expect(quantizer.codebook.clusterSizes.value.elements == [2, 0])
    // 4 / ((2 + 1) / (2 + 2) · 2) and 0 / ((0 + 1) / (2 + 2) · 2).
    let closeness = Closeness(quantizer.codebook.vectors.value.elements, [4 / 1.5, 0])
    #expect(closeness.largestDifference < 1e-6, "\(closeness)")
  }

  @Test(
    "comes to the mean of its vectors, or their mean direction", arguments: CodeDistance.allCases)
  func converges(distance: CodeDistance) {
    var quantizer = Self.quantizer([1, 0, 0, 1], size: 2, distance: distance)
    var generator = SeededGenerator(seed: 2)
    let batch = Tensor(shape: [2, 2, 2], elements: [4, 3, 4, -2, -3, 4, 2, 4])
    for _ in 0..<80 {
      quantizer.update(
        after: quantizer.pass(over: batch), by: CodebookAveraging(epsilon: 0), using: &generator)
    }
    let rows = distance == .cosine ? batch.lengthNormalized(epsilon: 1e-6) : batch
    let sums = zip([0, 1, 4, 5], [2, 3, 6, 7]).map { rows.elements[$0] + rows.elements[$1] }
    let means = Tensor(shape: [2, 2], elements: sums.map { $0 / 2 })
    let expected = distance == .cosine ? means.lengthNormalized(epsilon: 1e-6) : means
    let closeness = Closeness(quantizer.codebook.vectors.value.elements, expected.elements)
    #expect(closeness.largestDifference < 1e-5, "\(closeness)")
  }

  @Test(
    "a dead code becomes a vector of the batch and is used in the next step",
    arguments: CodeDistance.allCases)
  func revival(distance: CodeDistance) {
    // Nothing is near the last two codes.
    var quantizer = Self.quantizer(
      [1, 0.1, 0, 1, -1, -1, -1, -0.9], size: 4, distance: distance)
    let averaging = CodebookAveraging(decay: 0.5, leastClusterSize: 0.75)
    var generator = SeededGenerator(seed: 3)
    let points: [Float] = [1, 0.5, 0.9, 0.4, 0.2, 0.7, 0.1, 1, 1, 0, 0.7, 0.7]
    let batch = Tensor(shape: [1, 6, 2], elements: points)
    let pass = quantizer.pass(over: batch)
    #expect(Set(pass.codes) == [0, 1])
    let replaced = quantizer.update(after: pass, by: averaging, using: &generator)[0]
    #expect(replaced.map(\.code) == [2, 3])
    #expect(Set(replaced.map(\.row)).count == 2)
    let seen = distance == .cosine ? batch.lengthNormalized(epsilon: 1e-6) : batch
    for replacement in replaced {
      let place = replacement.code * 2..<replacement.code * 2 + 2
      let row = Array(seen.elements[replacement.row * 2..<replacement.row * 2 + 2])
      #expect(Array(quantizer.codebook.vectors.value.elements[place]) == row)
      #expect(
        Array(quantizer.codebook.sums.value.elements[place]) == row.map { $0 * 0.75 })
      #expect(quantizer.codebook.clusterSizes.value.elements[replacement.code] == 0.75)
    }
    let next = quantizer.pass(over: batch).codes
    for replacement in replaced { #expect(next[replacement.row] == replacement.code) }
  }

  @Test("with more dead codes than vectors, as many codes as vectors, each vector once")
  func moreDeadThanRows() {
    var generator = SeededGenerator(seed: 4)
    for rowCount in [0, 1, 3, 8] {
      let dead = [1, 4, 5, 9, 10]
      let replaced = CodeReplacement.drawn(for: dead, rowCount: rowCount, using: &generator)
      #expect(replaced.count == min(rowCount, 5))
      #expect(replaced.map(\.code) == replaced.map(\.code).sorted())
      #expect(Set(replaced.map(\.code)).isSubset(of: dead))
      #expect(Set(replaced.map(\.row)).count == replaced.count)
      #expect(replaced.allSatisfy { (0..<rowCount).contains($0.row) })
    }
  }

  @Test("is told by the seed alone, on any number of threads")
  func deterministic() {
    let states = [(1, 7), (3, 7), (1, 8)].map { threads, seed in
      Parallel.$threadCount.withValue(threads) {
        var generator = SeededGenerator(seed: 5)
        let shape = VectorQuantizerShape(
          dimension: 8, codebookSize: 40, codeDimension: 4, headCount: 2,
          hasSeparateCodebooks: true)
        var quantizer = VectorQuantizerTests.quantizer(shape)
        var chance = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<4 {
          let pass = quantizer.pass(over: generator.normal([2, 30, 8]))
          quantizer.update(
            after: pass, by: CodebookAveraging(leastClusterSize: 1), using: &chance)
        }
        return quantizer.codebook.vectors.value
      }
    }
    #expect(states[0] == states[1])
    #expect(states[0] != states[2])
    #expect(states[0].isFinite)
  }

  @Test("an empty batch, and codes that nothing ever took, leave finite vectors")
  func nothing() {
    var quantizer = Self.quantizer([1, 2, 3, 4], size: 2)
    var generator = SeededGenerator(seed: 6)
    let pass = quantizer.pass(over: Tensor(shape: [1, 0, 2]))
    quantizer.update(
      after: pass, by: CodebookAveraging(decay: 0, epsilon: 0, leastClusterSize: 1),
      using: &generator)
    #expect(quantizer.codebook.vectors.value.elements == [1, 2, 3, 4])
    #expect(quantizer.codebook.clusterSizes.value.elements == [0, 0])
  }
}
