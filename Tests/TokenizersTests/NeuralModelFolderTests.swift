import Bytes
import Layers
import Media
import TestSupport
import Testing
import TokenStreams
import Tokenizers

@Suite("Folders of neural models")
struct NeuralModelFolderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func model(_ golden: String) throws -> ModelFolder {
    try ModelFolder(path: ProjectFiles.golden(golden))
  }

  @Test(
    "the family is told by the keys",
    arguments: [
      ("titok/titok-legacy-l2", ModelFamily.tiTok), ("titok/titok-rgb-l2", .tiTok),
      ("titok/tatitok", .textAwareTiTok), ("titok/maskgit-vqgan", .maskGITVQGAN),
      ("titok-variants/titok-legacy-l2-defaults", .tiTok),
      ("titok-variants/tatitok-long-text", .textAwareTiTok),
      ("titok-variants/vqgan-narrowing", .maskGITVQGAN),
    ])
  func family(golden: String, family: ModelFamily) throws {
    let model = try Self.model(golden)
    #expect(model.family == family && model.family.media == .image)
    #expect(throws: ModelError.self) { try model.audioEncoder() }
    #expect(throws: ModelError.self) { try model.audioDecoder() }
  }

  /// Cuts the weights of a golden case into two shards with an index.
  private func sharded(_ golden: String) throws -> ModelFolder {
    try Folder.make(folder.file("sharded"))
    let source = ProjectFiles.golden(golden)
    _ = try folder.write(
      MappedFile(path: source + "/config.json").allBytes(), to: "sharded/config.json")
    let file = try SafetensorsFile(path: source + "/model.safetensors")
    var index: [String] = []
    for part in 0..<2 {
      var writer = SafetensorsWriter()
      let name = "model-0000\(part + 1)-of-00002.safetensors"
      for (place, tensor) in file.names.enumerated() where place % 2 == part {
        writer.add(tensor, try file.tensor(tensor))
        index.append("\"\(tensor)\": \"\(name)\"")
      }
      try writer.write(to: folder.file("sharded/" + name))
    }
    let text = "{\"metadata\": {}, \"weight_map\": {\(index.joined(separator: ", "))}}"
    _ = try folder.write(Array(text.utf8), to: "sharded/model.safetensors.index.json")
    return try ModelFolder(path: folder.file("sharded"))
  }

  @Test("a sharded folder is the same model", arguments: ["titok/titok-rgb-l2", "titok/tatitok"])
  func shards(golden: String) throws {
    let (whole, parts) = (try Self.model(golden), try sharded(golden))
    #expect(parts.family == whole.family)
    let photo = try FittedModels.picture("vest.jpg")
    #expect(try parts.imageEncoder().encode(photo) == whole.imageEncoder().encode(photo))
    let digest = try parts.weightsDigest()
    #expect(try digest == ModelFolder(path: parts.path).weightsDigest())
    #expect(try digest != whole.weightsDigest())
    // Any shard counts.
    let shard = "sharded/model-00002-of-00002.safetensors"
    var bytes = try MappedFile(path: folder.file(shard)).allBytes()
    bytes[bytes.count - 1] ^= 1
    _ = try folder.write(bytes, to: shard)
    #expect(try ModelFolder(path: parts.path).weightsDigest() != digest)
  }

  @Test("a shard that is missing is named")
  func missingShard() throws {
    let model = try sharded("titok/titok-rgb-l2")
    let path = model.path + "/model.safetensors.index.json"
    let text = String(decoding: try MappedFile(path: path).allBytes(), as: UTF8.self)
    _ = try folder.write(
      Array(text.replacing("model-00002", with: "model-00003").utf8),
      to: "sharded/model.safetensors.index.json")
    #expect(
      throws: CheckpointError.missingShard(
        path: path, shard: "model-00003-of-00002.safetensors")
    ) { try model.imageEncoder() }
  }

  @Test("several files of weights are an error that names them")
  func ambiguous() throws {
    try Folder.make(folder.file("two"))
    let source = ProjectFiles.golden("titok/titok-rgb-l2")
    for (file, name) in [
      ("config.json", "config.json"), ("model.safetensors", "a.safetensors"),
      ("model.safetensors", "b.safetensors"),
    ] {
      _ = try folder.write(MappedFile(path: source + "/" + file).allBytes(), to: "two/" + name)
    }
    #expect(
      throws: CheckpointError.ambiguousWeights(
        path: folder.file("two"), candidates: ["a.safetensors", "b.safetensors"])
    ) { try ModelFolder(path: folder.file("two")) }
  }

  @Test("an encoder refuses pictures that it was not given by prepared")
  func unprepared() throws {
    let encoder = try Self.model("titok/titok-rgb-l2").imageEncoder()
    let grey = PixelImage(width: 48, height: 48, channels: .grey, filledWith: [7])
    let wide = PixelImage(width: 49, height: 48, filledWith: [1, 2, 3])
    #expect(throws: TokenizerError.self) { try encoder.prepared(grey) }
    for image in [grey, wide] {
      #expect(throws: TokenizerError.self) {
        try encoder.encode([image], policy: .all, decoder: nil)
      }
    }
    let convolutional = try Self.model("titok/maskgit-vqgan").imageEncoder()
    #expect(throws: TokenizerError.self) {
      try convolutional.encode([grey], policy: .all, decoder: nil)
    }
    #expect(try encoder.encode([], policy: .all, decoder: nil).isEmpty)
    #expect(try convolutional.encode([], policy: .all, decoder: nil).isEmpty)
  }

  @Test(
    "pictures of mixed sizes share calls and keep their codes and pixels", arguments: [1, 3, 8])
  func mixedBatch(batchSize: Int) throws {
    let model = try Self.model("titok/maskgit-vqgan")
    let options = ImageModelOptions(batchSize: batchSize)
    let (encoder, decoder) = (try model.imageEncoder(options), try model.imageDecoder(options))
    #expect(encoder.batchSize == batchSize && decoder.batchSize == batchSize)
    let photo = try FittedModels.picture("sign.jpg")
    let pictures = try [(16, 16), (16, 16), (9, 30), (16, 16), (16, 15), (1, 1), (1, 1)].map {
      try photo.cropped(to: PixelRectangle(columns: 0..<$0.0, rows: 0..<$0.1))
    }
    let items = try encoder.encode(pictures, policy: .all, decoder: nil)
    #expect(try items == pictures.map { try encoder.encode($0) })
    let encoded = zip(items, pictures).map {
      EncodedPicture(item: $0, width: $1.width, height: $1.height)
    }
    let decoded = try decoder.decode(encoded)
    #expect(decoded.map(\.width) == pictures.map(\.width))
    #expect(
      try decoded == encoded.map { try decoder.decode($0.item, width: $0.width, height: $0.height) }
    )
  }

  @Test("a picture 1 pixel wide and very long is refused or cropped, never allocated")
  func elongated() throws {
    let encoder = try Self.model("titok/titok-rgb-l2").imageEncoder()
    let line = PixelImage(width: 1, height: 30_000, filledWith: [9, 8, 7])
    let square = try encoder.prepared(line)
    #expect(square.width == 48 && square.height == 48)
    let endless = PixelImage(width: 1, height: 100_000_000, filledWith: [9, 8, 7])
    #expect(throws: MediaError.self) { try encoder.prepared(endless) }
  }
}
