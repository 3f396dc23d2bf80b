import Bytes
import FoundationEssentials
import Tensors
import TokenStreams

/// Packing codes into a token file and unpacking them, checksums included.
struct TokenFileBenchmarks: BenchmarkSubject {
  private static let itemCount = 64
  private static let side = 32
  private static let vocabulary = Vocabulary(sizes: Array(repeating: 1024, count: 8))
  private static let codeCount = itemCount * side * side * vocabulary.stageCount

  var benchmarks: [Benchmark] {
    let shape = "\(Self.itemCount) items of \(Self.side)x\(Self.side)x8"
    return [
      Benchmark("token-file write \(shape)", unit: "codes/s") {
        let items = try Self.items()
        // A device, so that no disk is measured.
        return Benchmark.Work(amount: Double(Self.codeCount)) {
          try Self.write(items, to: "/dev/null")
        }
      },
      Benchmark("token-file read \(shape)", unit: "codes/s") {
        let scratch = ScratchFile()
        try Self.write(try Self.items(), to: scratch.path)
        return Benchmark.Work(amount: Double(Self.codeCount)) {
          let file = try TokenFile(path: scratch.path)
          for index in 0..<file.count { _ = try file.item(at: index) }
        }
      },
    ]
  }

  private static func write(_ items: [TokenItem], to path: String) throws {
    let header = TokenFileHeader(
      software: "tessera bench",
      tokenizers: [
        TokenizerDescription(
          id: "benchmark", weights: SHA256Digest(of: []), media: .image, layout: .grid,
          vocabulary: vocabulary, policy: "all")
      ])
    var writer = try TokenFileWriter(path: path, header: header)
    for item in items { try writer.append(item) }
    try writer.commit()
  }

  private static func items() throws -> [TokenItem] {
    var generator = SeededGenerator(seed: 7)
    let positions = side * side
    return try (0..<itemCount).map { number in
      let codes = (0..<positions * vocabulary.stageCount).map { _ in
        UInt32(generator.index(below: 1024))
      }
      let stack = try CodeStack(
        vocabulary: vocabulary,
        depths: Array(repeating: UInt8(vocabulary.stageCount), count: positions), codes: codes)
      return TokenItem(
        name: "item-\(number)", tokenizer: 0, original: .image(width: 8 * side, height: 8 * side),
        codes: .grid(try CodeGrid(height: side, width: side, stack: stack)))
    }
  }
}

/// A path for a file that is removed with this object.
private final class ScratchFile {
  let path =
    FileManager.default.temporaryDirectory.path + "/tessera-bench-" + UUID().uuidString + ".tess"

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
