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

@Suite("Encoding many items")
struct EncodeJobTests {
  static let samples = [
    "parrots.png", "piano_notes.flac", "ship.jpg", "speech_de.flac", "vest.jpg",
  ]

  let files: JobFolder
  let output: String

  init() throws {
    files = try JobFolder()
    output = files.folder.file("out.tess")
  }

  private func inputs(_ names: [String] = samples) throws -> [Input] {
    try Input.expand(names.map(JobFolder.sample))
  }

  private func items(of path: String) throws -> [TokenItem] {
    let file = try TokenFile(path: path)
    return try (0..<file.count).map { try file.item(at: $0) }
  }

  private func encode(_ inputs: [Input], policy: LengthPolicy = .all) throws -> [TokenItem] {
    _ = try EncodeJob(inputs: inputs, models: files.models, policy: policy).run(to: .file(output))
    return try items(of: output)
  }

  private func bytes(of path: String) throws -> [UInt8] { try MappedFile(path: path).allBytes() }

  @Test("an item's codes are the same alone, among others and in a file of its own")
  func independent() throws {
    let inputs = try inputs()
    let together = try encode(inputs)
    #expect(together.map(\.name) == Self.samples)
    #expect(try encode(inputs.reversed()).map(\.codes) == together.reversed().map(\.codes))
    let folder = files.folder.file("separate")
    _ = try EncodeJob(inputs: inputs, models: files.models).run(to: .folder(folder))
    for (input, item) in zip(inputs, together) {
      let alone = try encode([input])
      #expect(alone.map(\.codes) == [item.codes])
      #expect(alone.map(\.sideInformation) == [item.sideInformation])
      let separate = try items(of: folder + "/" + input.name + ".tess")
      #expect(separate == alone)
    }
  }

  @Test("files are the same bytes from 1, 2 and 8 threads", arguments: ["all", "codebooks:2"])
  func threads(policy: String) throws {
    let policy = try LengthPolicy(parsing: policy)
    let files = try [1, 2, 8].map { threads in
      try Parallel.$threadCount.withValue(threads) {
        _ = try encode(try inputs(), policy: policy)
        return try bytes(of: output)
      }
    }
    #expect(files[1] == files[0])
    #expect(files[2] == files[0])
  }

  @Test("the file says which models made it and under which policy, the report what it took")
  func header() throws {
    let job = EncodeJob(inputs: try inputs(), models: files.models, policy: .codebooks(2))
    let fractions = Mutex<[Double]>([])
    let report = try job.run(to: .file(output)) { fraction in
      fractions.withLock { $0.append(fraction) }
    }
    let file = try TokenFile(path: output)
    #expect(file.header.software == Software.name)
    #expect(file.header.tokenizers.map(\.id) == ["linear-image", "linear-audio"])
    #expect(file.header.tokenizers.map(\.policy) == ["codebooks:2", "codebooks:2"])
    #expect(report.failures.isEmpty)
    #expect(report.results.map(\.name) == Self.samples)
    #expect(report.results[1].model == "linear-audio")
    #expect(report.results[1].size == .seconds(5))
    #expect(report.results[0].size == .pixels(384 * 256))
    #expect(report.results[0].tokenCount == 48 * 32 * 2)
    #expect(report.results[0].bits == 48 * 32 * 2 * 4)
    #expect(fractions.withLock { $0 } == [0.2, 0.4, 0.6, 0.8, 1])
    let summary = TokenFileSummary(file)
    #expect(summary.items.map(\.bits) == report.results.map(\.bits))
    #expect(summary.items.map(\.tokenCount) == report.results.map(\.tokenCount))
    #expect(summary.items[0].originalText == "384x256")
    #expect(summary.failures.isEmpty)
    #expect(try file.requiredIndex(named: "ship.jpg") == 2)
    #expect(throws: InputError.noSuchItem(file: output, name: "ship")) {
      try file.requiredIndex(named: "ship")
    }
  }

  @Test("bad files are reported, each by its path, and the others are there")
  func failures() throws {
    let text = try files.folder.write(Array("no picture".utf8), to: "notes.png")
    let cut = try files.folder.write(
      Array(bytes(of: JobFolder.sample("ship.jpg")).prefix(2000)), to: "cut.jpg")
    let empty = try files.folder.write([], to: "empty.wav")
    let gone = Input(path: files.folder.file("gone.png"), name: "gone.png")
    let good = try inputs(["parrots.png"])
    let report = try EncodeJob(
      inputs: try Input.expand([text, cut, empty]) + [gone] + good, models: files.models
    ).run(to: .file(output))
    #expect(report.failures.map(\.item) == [text, cut, empty, gone.path])
    #expect(report.failures.allSatisfy { $0.message.hasPrefix($0.item) })
    #expect(report.results.map(\.name) == ["parrots.png"])
    #expect(try items(of: output).map(\.name) == ["parrots.png"])
    // What failed leaves no trace in the codes of what did not.
    let alone = try encode(good)
    #expect(try items(of: output) == alone)
  }

  @Test("an input whose name cannot stand in a file is reported, and the others are there")
  func unusableNames() throws {
    let path = JobFolder.sample("parrots.png")
    let inputs = ["../outside", "fine", "", "/root"].map { Input(path: path, name: $0) }
    let job = EncodeJob(inputs: inputs, models: files.models, policy: .codebooks(1))
    let folder = files.folder.file("separate")
    for destination in [EncodeJob.Destination.file(output), .folder(folder)] {
      let report = try job.run(to: destination)
      #expect(report.results.map(\.name) == ["fine"])
      #expect(report.failures.count == 3)
    }
    #expect(try items(of: output).map(\.name) == ["fine"])
    #expect(try Folder.names(in: folder) == ["fine.tess"])
    #expect(Folder.kind(of: files.folder.file("outside.tess")) == .missing)
  }

  @Test("inputs of one name get files of their own")
  func sameNames() throws {
    let paths = [
      try files.writePicture("one/x.png"), try files.writePicture("two/x.png", width: 8),
    ]
    let folder = files.folder.file("separate")
    let report = try EncodeJob(
      inputs: try Input.expand(paths), models: files.models
    ).run(to: .folder(folder))
    #expect(report.results.count == 2)
    #expect(try Folder.names(in: folder) == ["x.png.2.tess", "x.png.tess"])
    #expect(try items(of: folder + "/x.png.tess")[0].original == .image(width: 16, height: 8))
    #expect(try items(of: folder + "/x.png.2.tess")[0].original == .image(width: 8, height: 8))
  }

  @Test("names of folders are kept below the output folder")
  func subfolders() throws {
    _ = try files.writePicture("media/a/b/x.png")
    let folder = files.folder.file("separate")
    _ = try EncodeJob(
      inputs: try Input.expand([files.folder.file("media")]), models: files.models
    ).run(to: .folder(folder))
    #expect(try items(of: folder + "/a/b/x.png.tess").map(\.name) == ["a/b/x.png"])
  }

  @Test("nothing is written when everything fails, and what stood there stays")
  func allFail() throws {
    _ = try files.folder.write([1, 2, 3], to: "out.tess")
    let bad = try files.folder.write(Array("no picture".utf8), to: "bad.png")
    let job = EncodeJob(inputs: [Input(path: bad, name: "bad.png")], models: files.models)
    #expect(try job.run(to: .file(output)).failures.count == 1)
    #expect(try bytes(of: output) == [1, 2, 3])
    let unsupported = EncodeJob(
      inputs: try inputs(["ship.jpg"]), models: files.models, policy: try .init(parsing: "2kbps"))
    #expect(throws: LengthPolicyError.self) { try unsupported.run(to: .file(output)) }
    #expect(try bytes(of: output) == [1, 2, 3])
    let names = try Folder.names(in: files.folder.path)
    #expect(names == ["bad.png", "models", "out.tess"])
  }

  @Test("a model that is missing or of the other kind stops the job")
  func models() throws {
    let empty = try ModelSelection(catalog: ModelCatalog(roots: []))
    #expect(throws: ModelError.unknownModel(name: "linear-image", available: [])) {
      try EncodeJob(inputs: try inputs(["ship.jpg"]), models: empty).run(to: .file(output))
    }
    let catalog = ModelCatalog(roots: [files.folder.file("models")])
    let audio = try ModelSelection(catalog: catalog, name: "linear-audio")
    #expect(throws: ModelError.self) {
      try EncodeJob(inputs: try inputs(["ship.jpg"]), models: audio).run(to: .file(output))
    }
    #expect(throws: ModelError.self) { try ModelSelection(catalog: catalog, name: "other") }
    #expect(Folder.kind(of: output) == .missing)
  }

  @Test("an output that cannot be written stops the job")
  func unwritable() throws {
    let job = EncodeJob(inputs: try inputs(["ship.jpg"]), models: files.models)
    #expect(throws: FileError.self) { try job.run(to: .file(files.folder.file("no/such.tess"))) }
    let file = try files.folder.write([], to: "file")
    #expect(throws: FileError.self) { try job.run(to: .folder(file)) }
  }

  @Test("limits of size are those of the options")
  func limits() throws {
    let options = MediaItem.Options(image: ImageDecoding(pixelLimit: 1000))
    let report = try EncodeJob(
      inputs: try inputs(["ship.jpg", "strings.wav"]), models: files.models, options: options
    ).run(to: .file(output))
    #expect(report.results.map(\.name) == ["strings.wav"])
    #expect(report.failures.count == 1)
  }
}
