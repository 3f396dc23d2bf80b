import PairEncoding
import Tensors
import TokenStreams

/// Training merges on grids of smooth codes, and encoding and decoding with them.
struct GridEncodingBenchmarks: BenchmarkSubject {
  private static let gridCount = 4096
  private static let side = 32
  /// Steps of each of the two coordinates that make up a code.
  private static let levels = 32
  private static let mergeCount = 4096
  private static let cellCount = Double(gridCount * side * side)

  var benchmarks: [Benchmark] {
    let shape = "\(Self.gridCount) of \(Self.side)x\(Self.side), \(Self.mergeCount) merges"
    return [
      Benchmark("bpe grid-train \(shape)", unit: "cells/s") {
        let grids = try Self.grids()
        return Benchmark.Work(amount: Self.cellCount) { _ = try Self.train(on: grids) }
      },
      Benchmark("bpe grid-encode \(shape)", unit: "cells/s") {
        let grids = try Self.grids()
        let encoder = GridPairEncoder(try Self.train(on: grids).vocabulary)
        return Benchmark.Work(amount: Self.cellCount) { _ = try encoder.encode(grids) }
      },
      Benchmark("bpe grid-decode \(shape)", unit: "cells/s") {
        let grids = try Self.grids()
        let trained = try Self.train(on: grids)
        let encoder = GridPairEncoder(trained.vocabulary)
        let extents = grids.map { ($0.height, $0.width) }
        return Benchmark.Work(amount: Self.cellCount) {
          _ = try encoder.decode(trained.encoded, extents: extents)
        }
      },
    ]
  }

  private static func train(on grids: [TokenGrid]) throws -> TrainedGridVocabulary {
    let options = GridPairTrainingOptions(mergeCount: mergeCount)
    return try GridPairTrainer(alphabetSize: levels * levels, options: options).train(on: grids)
  }

  /// Two smooth fields a grid, each a bilinear surface over a few random knots with a little noise; the
  /// code says the step of both.
  private static func grids() throws -> [TokenGrid] {
    var generator = SeededGenerator(seed: 7)
    return try (0..<gridCount).map { _ in
      let fields = (0..<2).map { _ in Field(using: &generator) }
      let tokens = (0..<side * side).map { cell -> UInt32 in
        fields.reduce(0) { code, field in
          let noise = 0.03 * (generator.unitInterval() - 0.5)
          let value = field.value(
            at: Double(cell / side) / Double(side), Double(cell % side) / Double(side))
          let step = min(max(Int((value + noise) * Double(levels)), 0), levels - 1)
          return code * UInt32(levels) + UInt32(step)
        }
      }
      return try TokenGrid(height: side, width: side, tokens: tokens)
    }
  }
}

/// A bilinear surface over random knots.
private struct Field {
  private static let knots = 4
  private let heights: [Double]

  init(using generator: inout SeededGenerator) {
    heights = (0..<Self.knots * Self.knots).map { _ in
      generator.unitInterval() + generator.unitInterval() - 0.5
    }
  }

  /// The height at a place in the unit square.
  func value(at down: Double, _ right: Double) -> Double {
    let (y, x) = (down * Double(Self.knots - 1), right * Double(Self.knots - 1))
    let (row, column) = (Int(y), Int(x))
    let (low, left) = (y - Double(row), x - Double(column))
    let height = { (row: Int, column: Int) in heights[row * Self.knots + column] }
    return (1 - low) * ((1 - left) * height(row, column) + left * height(row, column + 1))
      + low * ((1 - left) * height(row + 1, column) + left * height(row + 1, column + 1))
  }
}
