import Quantizers
import Tensors
import Testing
import TokenStreams
import Tokenizers

@Suite("Bits are spent where they help most")
struct DepthAllocationTests {
  /// Errors of some positions at every depth; codes don't matter here.
  private struct Example {
    let vocabulary: Vocabulary
    let encoding: ResidualVectorQuantizer.Encoding

    init(sizes: [Int], errors: [[Float]]) {
      vocabulary = Vocabulary(sizes: sizes)
      encoding = ResidualVectorQuantizer.Encoding(
        codes: Array(repeating: 0, count: errors.count * sizes.count),
        squaredErrors: errors.flatMap(\.self), stageCount: sizes.count)
    }

    /// Errors that mostly fall, but here and there rise.
    static func random(sizes: [Int], positions: Int, seed: UInt64) -> Example {
      var generator = SeededGenerator(seed: seed)
      return Example(
        sizes: sizes,
        errors: (0..<positions).map { _ in
          var error = Float(generator.unitInterval()) * 10
          return (0...sizes.count).map { _ in
            defer { error *= Float(0.3 + 0.9 * generator.unitInterval()) }
            return error
          }
        })
    }

    /// Errors whose reductions fall from stage to stage.
    static func convex(sizes: [Int], positions: Int, seed: UInt64) -> Example {
      var generator = SeededGenerator(seed: seed)
      return Example(
        sizes: sizes,
        errors: (0..<positions).map { _ in
          let steps = sizes.map { _ in Float(0.1 + generator.unitInterval()) }.sorted(by: >)
          let total = steps.reduce(0, +)
          return [total] + steps.indices.map { total - steps[...$0].reduce(0, +) }
        })
    }

    func depths(budget: Int) -> [UInt8] {
      DepthAllocation(encoding, vocabulary: vocabulary, bitBudget: budget).depths
    }

    func bits(_ depths: [UInt8]) throws -> Int {
      let codes = [UInt32](repeating: 0, count: depths.reduce(0) { $0 + Int($1) })
      return try CodeStack(vocabulary: vocabulary, depths: depths, codes: codes).bits
    }

    func error(_ depths: [UInt8]) -> Double {
      depths.enumerated().reduce(0) { sum, position in
        let row = position.offset * (vocabulary.stageCount + 1)
        return sum + Double(encoding.squaredErrors[row + Int(position.element)])
      }
    }

    /// Every choice of depths.
    var choices: [[UInt8]] {
      let positions = encoding.squaredErrors.count / (vocabulary.stageCount + 1)
      return (0..<positions).reduce([[]]) { choices, _ in
        choices.flatMap { choice in
          (0...vocabulary.stageCount).map { choice + [UInt8($0)] }
        }
      }
    }
  }

  @Test("never more than the budget, the bits of unlike depths included", arguments: 0..<8)
  func withinBudget(seed: UInt64) throws {
    let example = Example.random(sizes: [32, 1000, 5], positions: 50, seed: seed)
    for budget in stride(from: 0, through: 1100, by: 7) {
      let depths = example.depths(budget: budget)
      #expect(depths.count == 50)
      #expect(try example.bits(depths) <= budget)
    }
  }

  @Test("a greater budget never raises the error", arguments: 0..<8, [1, 3, 50])
  func monotone(seed: UInt64, positions: Int) {
    let example = Example.random(sizes: [32, 1000, 5], positions: positions, seed: seed)
    var last = Double.infinity
    for budget in 0...1100 {
      let error = example.error(example.depths(budget: budget))
      #expect(error <= last * (1 + 1e-12), "budget \(budget)")
      last = error
    }
  }

  @Test("no bits, or fewer than none, give depth 0")
  func noBits() {
    let example = Example.random(sizes: [32, 32], positions: 9, seed: 1)
    for budget in [0, -1, -1000] {
      #expect(example.depths(budget: budget) == Array(repeating: 0, count: 9))
    }
  }

  @Test("more bits than there are codes give the best depth of each position")
  func plenty() {
    let example = Example.random(sizes: [32, 32, 32], positions: 40, seed: 2)
    let best = (0..<40).reduce(0.0) { sum, position in
      sum + Double(example.encoding.squaredErrors[position * 4..<position * 4 + 4].min() ?? 0)
    }
    for budget in [40 * 17, 1 << 52] {
      #expect(abs(example.error(example.depths(budget: budget)) - best) < 1e-9)
    }
  }

  @Test("is the best there is where each stage helps less than the one before", arguments: 0..<4)
  func bruteForce(seed: UInt64) throws {
    let example = Example.convex(sizes: [32, 32], positions: 4, seed: seed)
    let choices = try example.choices.map { (bits: try example.bits($0), error: example.error($0)) }
    for budget in 0...50 {
      let best = choices.filter { $0.bits <= budget }.map(\.error).min() ?? .infinity
      #expect(abs(example.error(example.depths(budget: budget)) - best) < 1e-6, "\(budget) bits")
    }
  }

  @Test("one position gets the best depth that fits", arguments: 0..<8)
  func onePosition(seed: UInt64) {
    let example = Example.random(sizes: [4, 4, 4, 4], positions: 1, seed: seed)
    for budget in 0...9 {
      let best = example.encoding.squaredErrors[...min(budget / 2, 4)].min() ?? 0
      #expect(example.error(example.depths(budget: budget)) == Double(best))
    }
  }

  @Test("equal depths cost no depth bits, and are used where those would eat up the gain")
  func uniform() throws {
    let example = Example(
      sizes: [16, 16], errors: Array(repeating: [9, 3, 1], count: 10))
    #expect(example.depths(budget: 40) == Array(repeating: 1, count: 10))
    #expect(example.depths(budget: 80) == Array(repeating: 2, count: 10))
    let unlike = Example(
      sizes: [16, 16], errors: [[9, 3, 1]] + Array(repeating: [0, 0, 0], count: 9))
    #expect(unlike.depths(budget: 28) == [2] + Array(repeating: 0, count: 9))
  }
}
