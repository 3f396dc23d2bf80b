import Bytes
import TestSupport
import Testing
import TokenStreams
import Tokenizers

@Suite("Weights without a configuration are told by their names")
struct PublishedConfigurationTests {
  let folder: TemporaryFolder
  let catalog: ModelCatalog

  private static let golden = ProjectFiles.golden("titok/titok-rgb-l2")

  init() throws {
    folder = try TemporaryFolder()
    let text = String(
      decoding: try MappedFile(path: Self.golden + "/config.json").allBytes(), as: UTF8.self)
    for (id, repository) in [("tiny-a", "one/tiny_a_vq"), ("tiny-b", "two/tiny_b_vq")] {
      let description = """
        "tessera": {"id": "\(id)", "kind": "titok", "published_as": ["\(repository)", "all/Tiny"],
          "pickled_weights_files": ["\(id).weights.bin"]},
        """
      let brace = try #require(text.firstIndex(of: "{"))
      let whole = "{" + description + text[text.index(after: brace)...]
      try Folder.make(folder.file("configurations"))
      _ = try folder.write(Array(whole.utf8), to: "configurations/\(id).json")
    }
    _ = try folder.write(Array("{}".utf8), to: "configurations/other.json")
    _ = try folder.write(Array("text".utf8), to: "configurations/README.md")
    try Folder.make(folder.file("models"))
    catalog = ModelCatalog(
      roots: [folder.file("models")],
      configurations: PublishedConfigurations(folders: [
        folder.file("configurations"), folder.file("missing"),
      ]))
  }

  private func place(_ name: String) throws {
    try Folder.make(Folder.parent(of: folder.file("models/" + name)))
    _ = try folder.write(
      MappedFile(path: Self.golden + "/model.safetensors").allBytes(), to: "models/" + name)
  }

  @Test("other JSON in the folder is passed over")
  func entries() {
    #expect(catalog.configurations.entries.map(\.id) == ["tiny-a", "tiny-b"])
    #expect(catalog.configurations.entry("tiny-b")?.publishedAs == ["two/tiny_b_vq", "all/Tiny"])
    #expect(catalog.configurations.entry("Tiny") == nil)
  }

  @Test(
    "every name of a model finds it wherever it may lie",
    arguments: [
      "tiny-a/model.safetensors", "tiny_a_vq/model.safetensors", "tiny-a.weights.bin",
      "Tiny/tiny-a.weights.bin",
    ])
  func places(file: String) throws {
    try place(file)
    for name in ["tiny-a", "tiny_a_vq", "one/tiny_a_vq", folder.file("models/" + file)] {
      let model = try catalog.model(named: name)
      #expect(model.family == .tiTok && model.name == "tiny-a", "\(name)")
      #expect(try model.imageEncoder().identity.vocabulary.sizes == [128])
    }
    #expect(catalog.models().map(\.name) == ["tiny-a"])
    #expect(throws: ModelError.self) { try catalog.model(named: "tiny-b") }
  }

  @Test("missing weights are named with their publishers; a shared repository is no model's name")
  func missing() {
    let missing = ModelError.weightsNotHere(
      name: "tiny-a", publishedAs: ["one/tiny_a_vq", "all/Tiny"])
    for name in ["tiny-a", "tiny_a_vq", "one/tiny_a_vq"] {
      #expect(throws: missing) { try catalog.model(named: name) }
    }
    for name in ["Tiny", "all/Tiny", "tiny-c"] {
      #expect(throws: ModelError.unknownModel(name: name, available: [])) {
        try catalog.model(named: name)
      }
    }
  }

  @Test("a folder's own configuration comes first")
  func ownConfiguration() throws {
    try place("tiny-a/model.safetensors")
    let text = String(
      decoding: try MappedFile(path: Self.golden + "/config.json").allBytes(), as: UTF8.self)
    _ = try folder.write(
      Array(text.replacing("\"codebook_size\": 128", with: "\"codebook_size\": 129").utf8),
      to: "models/tiny-a/config.json")
    let model = try catalog.model(named: "tiny-a")
    #expect(throws: (any Error).self) { try model.imageEncoder() }
  }

  @Test("a convolutional model reads the other publisher's keys")
  func otherKeys() throws {
    let golden = ProjectFiles.golden("titok/maskgit-vqgan")
    let text = String(
      decoding: try MappedFile(path: golden + "/config.json").allBytes(), as: UTF8.self)
    let other = text.replacing("\"embedding_dim\"", with: "\"quantized_embed_dim\"")
      .replacing("\"num_resolutions\": 2,", with: "\"_class_name\": \"MaskGitVQGAN\",")
    #expect(other != text)
    try Folder.make(folder.file("vqgan"))
    _ = try folder.write(Array(other.utf8), to: "vqgan/config.json")
    _ = try folder.write(
      MappedFile(path: golden + "/model.safetensors").allBytes(), to: "vqgan/model.safetensors")
    let model = try ModelFolder(path: folder.file("vqgan"))
    #expect(model.family == .maskGITVQGAN)
    #expect(try model.imageEncoder().identity.vocabulary.sizes == [128])
  }
}
