import Bytes
import FoundationEssentials
import Glibc
import Layers
import Tensors
import TestSupport
import Testing

/// Mutated real files through both readers; `Tools/fuzz/run` asks for many more of them.
@Suite("Mutated checkpoints give an error or tensors as declared, and never a crash")
struct ReaderFuzzing {
  private static let shardCount = 4
  private static let secondLimit = 20.0

  private struct Tally {
    var opened = 0
    var refused = 0
    var slowest = 0.0
  }

  private struct SlowInput: Error {
    let seconds: Double
  }

  private static func setting(_ name: String) -> String? {
    ProcessInfo.processInfo.environment["TESSERA_FUZZ_" + name]
  }

  /// Committed checkpoints by the format's usual suffix, small ones first.
  private static func realFiles() throws -> [(suffix: String, bytes: [UInt8])] {
    let paths = try ["Tests/Goldens", "Assets/models"].flatMap { folder in
      try Folder.files(below: ProjectFiles.path(folder))
    }
    let files = try paths.compactMap { path -> (suffix: String, bytes: [UInt8])? in
      let suffixes = [".safetensors", ".pt", ".pth", ".bin", ".ckpt"]
      guard let suffix = suffixes.first(where: path.hasSuffix) else { return nil }
      return (suffix, try MappedFile(path: path).allBytes())
    }
    return files.sorted { $0.bytes.count < $1.bytes.count }
  }

  @Test func mutatedFiles() async throws {
    let count = Self.setting("INPUTS").flatMap { Int($0) } ?? 4000
    let seed = Self.setting("SEED").flatMap { UInt64($0) } ?? 1
    let temporary = try TemporaryFolder()
    let folder = Self.setting("FOLDER") ?? temporary.path
    let files = try Self.realFiles()
    let tallies = try await withThrowingTaskGroup(of: Tally.self) { group in
      for shard in 0..<Self.shardCount {
        let inputs = (count + shard) / Self.shardCount
        group.addTask {
          try Self.run(
            inputs, of: files, SeededGenerator(seed: seed, stream: UInt64(shard)),
            path: folder + "/input-\(shard)")
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let opened = tallies.reduce(0) { $0 + $1.opened }
    let refused = tallies.reduce(0) { $0 + $1.refused }
    let slowest = tallies.map(\.slowest).max() ?? 0
    print(
      "fuzzed: \(opened + refused) inputs from \(files.count) files, \(opened) opened,",
      "\(refused) refused, 0 crashed, slowest \(Int(slowest * 1000)) ms")
    #expect(opened + refused == count)
    #expect(opened > count / 50 && refused > count / 50)
  }

  private static func run(
    _ count: Int, of files: [(suffix: String, bytes: [UInt8])], _ generator: SeededGenerator,
    path: String
  ) throws -> Tally {
    let small = files.prefix { $0.bytes.count < 1 << 16 }.count
    var mutator = FileMutator(files.map(\.bytes), generator: generator)
    var tally = Tally()
    for _ in 0..<count {
      // Large files cost much and differ from small ones only in what is not parsed.
      let index = mutator.index(below: mutator.index(below: 32) == 0 ? files.count : small)
      // What a crash leaves behind is the input that caused it.
      let input = path + files[index].suffix
      _ = try HandmadeFile.write(mutator.mutated(index), to: input)
      let start = ContinuousClock.now
      do {
        try Checkpoint(path: input).readAll()
        tally.opened += 1
      } catch is CheckpointError {
        tally.refused += 1
      }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      guard seconds < secondLimit else { throw SlowInput(seconds: seconds) }
      tally.slowest = max(tally.slowest, seconds)
      unlink(input)
    }
    return tally
  }
}
