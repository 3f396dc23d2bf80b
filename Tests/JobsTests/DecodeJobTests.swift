import Bytes
import Jobs
import Media
import Tensors
import TestSupport
import Testing
import Threads
import TokenStreams
import Tokenizers

@Suite("Decoding many items")
struct DecodeJobTests {
  let files: JobFolder
  let tokens: String
  let output: String

  init() throws {
    files = try JobFolder()
    tokens = files.folder.file("items.tess")
    output = files.folder.file("out")
    let inputs = try Input.expand(
      ["parrots.png", "ship.jpg", "speech_de.flac"].map(JobFolder.sample))
    _ = try EncodeJob(inputs: inputs, models: files.models).run(to: .file(tokens))
  }

  private func decode(
    _ path: String, to destination: DecodeJob.Destination, items: [Int]? = nil
  ) throws -> DecodeJob.Report {
    try DecodeJob(file: TokenFile(path: path), models: files.models, items: items)
      .run(to: destination)
  }

  private func decode(_ path: String) throws -> [String: [UInt8]] {
    let folder = try TemporaryFolder()
    let report = try decode(path, to: .folder(folder.path, OutputFormat()))
    let written = try report.written.map {
      (String($0.dropFirst(folder.path.count + 1)), try MappedFile(path: $0).allBytes())
    }
    return Dictionary(uniqueKeysWithValues: written)
  }

  @Test("each item goes into the folder under its own name and in its own size")
  func folder() throws {
    let report = try decode(tokens, to: .folder(output, OutputFormat()))
    #expect(report.failures.isEmpty)
    #expect(
      report.written == ["parrots.png", "ship.png", "speech_de.wav"].map { output + "/" + $0 })
    let ship = try PixelImage(contentsOf: output + "/ship.png")
    #expect([ship.width, ship.height] == [384, 261])
    let speech = try AudioClip(contentsOf: output + "/speech_de.wav")
    #expect(speech.sampleCount == 80_000 && speech.sampleRate == 16_000)
  }

  @Test("files are the same bytes on 1, 2 and 8 threads")
  func threads() throws {
    let decoded = try [1, 2, 8].map { threads in
      try Parallel.$threadCount.withValue(threads) { try decode(tokens) }
    }
    #expect(decoded[1] == decoded[0])
    #expect(decoded[2] == decoded[0])
  }

  @Test("formats are those asked for, float samples and JPEG quality too")
  func formats() throws {
    let coarse = OutputFormat(image: .jpeg(quality: 10, chroma: .quarter), audio: .wavFloat32)
    let fine = OutputFormat(image: .jpeg(quality: 95, chroma: .full), audio: .wavInteger16)
    let sizes = try [("coarse", coarse), ("fine", fine)].map { name, format in
      let report = try decode(tokens, to: .folder(output + name, format))
      #expect(report.written.map { $0.split(separator: ".").last } == ["jpg", "jpg", "wav"])
      return try report.written.map { try MappedFile(path: $0).count }
    }
    #expect(sizes[0][0] * 3 < sizes[1][0])
    #expect(sizes[0][2] > 80_000 * 4)
    #expect(sizes[1][2] < 80_000 * 2 + 1000)
  }

  @Test("one item goes into one file, in the format of its extension")
  func singleFile() throws {
    let path = files.folder.file("ship.jpg")
    let report = try decode(tokens, to: .file(path), items: [1])
    #expect(report.written == [path])
    #expect(try PixelImage(contentsOf: path).height == 261)
    #expect(throws: OutputFormatError.self) {
      try decode(tokens, to: .file(files.folder.file("ship.wav")), items: [1])
    }
  }

  @Test("items of one name become files of unlike names")
  func sameNames() throws {
    let paths = [
      try files.writePicture("one/x.png"), try files.writePicture("two/x.png", width: 8),
    ]
    _ = try EncodeJob(inputs: try Input.expand(paths), models: files.models)
      .run(to: .file(files.folder.file("same.tess")))
    let decoded = try decode(files.folder.file("same.tess"))
    #expect(decoded.keys.sorted() == ["x.png.2.png", "x.png.png"])
  }

  @Test("weights that did not make the codes are refused before anything is written")
  func wrongWeights() throws {
    let weights = "models/linear-image/model.safetensors"
    var bytes = try MappedFile(path: files.folder.file(weights)).allBytes()
    bytes[bytes.count - 1] ^= 1
    _ = try files.folder.write(bytes, to: weights)
    let error = try #require(throws: ModelError.self) {
      try decode(tokens, to: .folder(output, OutputFormat()))
    }
    guard case .wrongWeights = error else { throw error }
    #expect(Folder.kind(of: output) == .missing)
  }

  @Test("a model under another name decodes what its weights made")
  func renamedModel() throws {
    for name in ["config.json", "model.safetensors"] {
      let bytes = try MappedFile(path: files.folder.file("models/linear-image/" + name)).allBytes()
      try Folder.make(files.folder.file("elsewhere"))
      _ = try files.folder.write(bytes, to: "elsewhere/" + name)
    }
    let pictures = files.folder.file("pictures.tess")
    _ = try EncodeJob(
      inputs: try Input.expand([JobFolder.sample("ship.jpg")]), models: files.models
    ).run(to: .file(pictures))
    let models = try ModelSelection(
      catalog: ModelCatalog(roots: []), name: files.folder.file("elsewhere"))
    let report = try DecodeJob(file: TokenFile(path: pictures), models: models)
      .run(to: .folder(output, OutputFormat()))
    #expect(report.failures.isEmpty)
    #expect(report.written.count == 1)
  }

  @Test("a damaged chunk is reported; the rest of its item and the other items decode")
  func damagedChunk() throws {
    let whole = try decode(tokens)
    let file = try TokenFile(path: tokens)
    let header = try file.itemHeader(at: 2)
    #expect(header.chunkByteCounts.count == 1)
    // The last item's only chunk lies right before the index, whose start the last bytes tell.
    var bytes = try MappedFile(path: tokens).allBytes()
    var footer = ByteReader(Array(bytes.suffix(24)))
    let chunkEnd = Int(try footer.integer(UInt64.self)) - 4
    bytes[chunkEnd - 10] ^= 1
    let damaged = try files.folder.write(bytes, to: "damaged.tess")
    let report = try decode(damaged, to: .folder(output, OutputFormat()))
    #expect(report.written.count == 3)
    #expect(report.failures.count == 1)
    #expect(report.failures[0].message.contains("speech_de.flac"))
    #expect(report.failures[0].message.hasPrefix(damaged))
    for name in ["parrots.png", "ship.png"] {
      #expect(try MappedFile(path: output + "/" + name).allBytes() == whole[name])
    }
    let speech = try AudioClip(contentsOf: output + "/speech_de.wav")
    #expect(speech.channels[0].allSatisfy { $0 == 0 })
  }

  @Test("an item whose header is damaged is reported, and the others decode")
  func damagedItem() throws {
    var bytes = try MappedFile(path: tokens).allBytes()
    let name = Array(#""name":"ship.jpg""#.utf8)
    let place = bytes.indices.first { bytes[$0...].starts(with: name) }
    bytes[try #require(place) + 9] ^= 1
    let damaged = try files.folder.write(bytes, to: "damaged.tess")
    let report = try decode(damaged, to: .folder(output, OutputFormat()))
    #expect(report.written.map(Folder.name) == ["parrots.png", "speech_de.wav"])
    #expect(report.failures.count == 1)
    let summary = TokenFileSummary(try TokenFile(path: damaged))
    #expect(summary.items.map(\.name) == ["parrots.png", "speech_de.flac"])
    #expect(summary.failures.count == 1)
  }

  @Test("an output that cannot be written is an error")
  func unwritable() throws {
    let file = try files.folder.write([], to: "file")
    #expect(throws: FileError.self) { try decode(tokens, to: .folder(file, OutputFormat())) }
    #expect(throws: FileError.self) {
      try decode(tokens, to: .file(file + "/below.png"), items: [0])
    }
  }

  @Test(
    "sounds of any rate and length come back at the model's rate, never as no sound at all",
    arguments: [(48_000, 1), (44_100, 2), (8000, 1), (22_050, 11_025), (16_000, 320)])
  func rates(sampleRate: Int, sampleCount: Int) throws {
    let clip = AudioClip(
      sampleRate: sampleRate,
      channels: Array(repeating: (0..<sampleCount).map { $0 % 2 == 0 ? 0.25 : -0.25 }, count: 2))
    try clip.write(to: files.folder.file("clip.wav"), as: .wavFloat32)
    let path = files.folder.file("clip.tess")
    _ = try EncodeJob(
      inputs: try Input.expand([files.folder.file("clip.wav")]), models: files.models
    ).run(to: .file(path))
    let report = try decode(path, to: .folder(output, OutputFormat()))
    #expect(report.failures.isEmpty)
    let decoded = try AudioClip(contentsOf: output + "/clip.wav")
    #expect(decoded.sampleRate == 16_000)
    #expect(decoded.channels.count == 1)
    let exact = Double(sampleCount) * 16_000 / Double(sampleRate)
    #expect(abs(Double(decoded.sampleCount) - max(exact, 1)) <= 0.5)
  }
}
