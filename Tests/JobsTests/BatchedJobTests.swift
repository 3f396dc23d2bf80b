import Bytes
import Jobs
import Media
import Synchronization
import Tensors
import TestSupport
import Testing
import Threads
import TokenStreams
import Tokenizers

@Suite("Items that share passes")
struct BatchedJobTests {
  let folder: TemporaryFolder
  let tokens: String
  let inputs: [Input]

  init() throws {
    folder = try TemporaryFolder()
    tokens = folder.file("items.tess")
    inputs = try Input.expand([ProjectFiles.path("Assets/samples/*.png")])
  }

  private func models(batchSize: Int) throws -> ModelSelection {
    try ModelSelection(
      catalog: ModelCatalog(roots: []), name: ProjectFiles.golden("titok/titok-rgb-l2"),
      imageOptions: ImageModelOptions(batchSize: batchSize))
  }

  /// Counts calls, and remembers the last fraction.
  private final class Progress: Sendable {
    private let fractions = Mutex<[Double]>([])
    var all: [Double] { fractions.withLock(\.self) }
    func add(_ fraction: Double) { fractions.withLock { $0.append(fraction) } }
  }

  @Test("progress counts every item, also those that fail", arguments: [1, 2, 8])
  func progress(batchSize: Int) throws {
    let models = try models(batchSize: batchSize)
    let missing = Input(path: folder.file("missing.png"), name: "missing.png")
    let encoding = Progress()
    let report = try EncodeJob(inputs: inputs + [missing], models: models)
      .run(to: .file(tokens), progress: encoding.add)
    #expect(report.results.map(\.name) == inputs.map(\.name) && report.failures.count == 1)
    #expect(encoding.all.count == 4 && encoding.all.max() == 1)
    let decoding = Progress()
    let decoded = try DecodeJob(file: TokenFile(path: tokens), models: models)
      .run(to: .folder(folder.file("out"), OutputFormat()), progress: decoding.add)
    #expect(decoded.written.count == 3 && decoded.failures.isEmpty)
    #expect(decoding.all.count == 3 && decoding.all.max() == 1)
  }

  @Test("an item that cannot be decoded does not stop its batch", arguments: [1, 2, 8])
  func badItem(batchSize: Int) throws {
    let models = try models(batchSize: batchSize)
    _ = try EncodeJob(inputs: inputs, models: models).run(to: .file(tokens))
    let file = try TokenFile(path: tokens)
    let bad = folder.file("bad.tess")
    var writer = try TokenFileWriter(path: bad, header: file.header)
    for index in 0..<3 {
      let item = try file.item(at: index)
      try writer.append(
        TokenItem(
          name: item.name, tokenizer: 0,
          original: index == 1 ? .image(width: 49, height: 48) : item.original, codes: item.codes))
    }
    try writer.commit()
    let report = try DecodeJob(file: TokenFile(path: bad), models: models)
      .run(to: .folder(folder.file("bad"), OutputFormat()))
    #expect(report.failures.map(\.item) == ["\(bad): item 1 (parrots.png)"])
    #expect(try Folder.names(in: folder.file("bad")) == ["houses.png", "tulips.png"])
    _ = try DecodeJob(file: file, models: models)
      .run(to: .folder(folder.file("good"), OutputFormat()))
    for name in ["houses.png", "tulips.png"] {
      #expect(
        try MappedFile(path: folder.file("bad/" + name)).allBytes()
          == MappedFile(path: folder.file("good/" + name)).allBytes())
    }
  }

  @Test("a batch larger than what the threads hold is one pass and the same codes")
  func largeBatch() throws {
    let many = (0..<40).map { Input(path: inputs[$0 % 3].path, name: "\($0).png") }
    let single = folder.file("single.tess")
    for (batchSize, path) in [(1, single), (64, tokens)] {
      try Parallel.$threadCount.withValue(1) {
        _ = try EncodeJob(inputs: many, models: models(batchSize: batchSize)).run(to: .file(path))
      }
    }
    #expect(try MappedFile(path: single).allBytes() == MappedFile(path: tokens).allBytes())
  }
}
