import Bytes
import Layers
import Media
import Tensors
import TestSupport
import Testing
import Tokenizers

@Suite("Weights that cannot be used are refused")
struct ModelWeightsTests {
  let folder: TemporaryFolder
  let model: ModelFolder
  let weightsPath: String

  init() throws {
    folder = try TemporaryFolder()
    model = try FittedModels.imageModel(in: folder)
    weightsPath = model.path + "/model.safetensors"
  }

  /// Rewrites the weights with every tensor changed; nil leaves one out.
  private func rewrite(_ change: (String, Tensor) -> Tensor?) throws {
    let file = try SafetensorsFile(path: weightsPath)
    var writer = SafetensorsWriter()
    for name in file.names {
      if let tensor = change(name, try file.tensor(name)) { writer.add(name, tensor) }
    }
    try writer.write(to: weightsPath)
  }

  @Test(
    "a missing tensor, a wrong shape, NaN and infinity",
    arguments: ["transform.mean", "transform.basis", "quantizer.codebooks"])
  func tensors(name: String) throws {
    try rewrite { $0 == name ? nil : $1 }
    #expect(throws: CheckpointError.missingTensor(path: weightsPath, name: name)) {
      try model.imageEncoder()
    }
    _ = try FittedModels.imageModel(in: folder)
    for value in [Float.nan, .infinity] {
      try rewrite { found, tensor in
        var tensor = tensor
        if found == name { tensor.elements[tensor.count - 1] = value }
        return tensor
      }
      #expect(throws: CheckpointError.notFinite(path: weightsPath, name: name)) {
        try model.imageDecoder()
      }
    }
    try rewrite { $0 == name ? Tensor(shape: [$1.count], elements: $1.elements) : $1 }
    if name != "transform.mean" {
      let error = try #require(throws: CheckpointError.self) { try model.imageDecoder() }
      guard case .wrongShape(weightsPath, name, _, _) = error else { throw error }
    }
  }

  @Test("a file cut short, empty or of something else")
  func damagedFile() throws {
    let bytes = try MappedFile(path: weightsPath).allBytes()
    for damaged in [[], Array(bytes.prefix(100)), Array(bytes.dropLast()), Array("hello".utf8)] {
      _ = try folder.write(damaged, to: "image/model.safetensors")
      #expect(throws: CheckpointError.self) { try model.imageEncoder() }
    }
  }

  @Test("finite but absurd weights make poor pictures, not crashes")
  func absurdWeights() throws {
    try rewrite { name, tensor in
      name == "transform.mean"
        ? tensor
        : Tensor(
          shape: tensor.shape,
          elements: tensor.elements.indices.map { $0 % 2 == 0 ? 3e38 : -3e38 })
    }
    let tokenizer = try LinearImageTokenizer(folder: model)
    let picture = try FittedModels.picture("tulips.png")
    for policy in try ["all", "codebooks:2", "0.1bpp", "psnr:30"].map(LengthPolicy.init(parsing:)) {
      let item = try tokenizer.encode(picture, policy: policy)
      let decoded = try tokenizer.decode(item, width: picture.width, height: picture.height)
      #expect(decoded.width == picture.width)
    }
  }

  @Test("other weights have another digest")
  func digest() throws {
    let before = try model.weightsDigest()
    try rewrite { $1 }
    #expect(try model.weightsDigest() != before)
  }

  @Test("a folder without its files is no model")
  func missingFiles() throws {
    let empty = folder.file("empty")
    try Folder.make(empty)
    #expect(throws: ModelError.notAModel(path: empty, missing: "config.json")) {
      try ModelFolder(path: empty)
    }
    _ = try folder.write(Array("{}".utf8), to: "empty/config.json")
    #expect(throws: ModelError.notAModel(path: empty, missing: "model.safetensors")) {
      try ModelFolder(path: empty)
    }
    #expect(throws: ModelError.self) { try ModelFolder(path: folder.file("missing")) }
    let alone = try folder.write(MappedFile(path: weightsPath).allBytes(), to: "a.safetensors")
    #expect(throws: ModelError.notAModel(path: alone, missing: "config.json")) {
      try ModelFolder(path: alone)
    }
  }

  @Test("a file of weights beside its configuration stands for its folder")
  func fileOfWeights() throws {
    let named = try ModelFolder(path: weightsPath)
    #expect(named.name == "image" && named.family == .linearImage)
    #expect(try named.weightsDigest() == model.weightsDigest())
    let other = model.path + "/other.safetensors"
    _ = try folder.write(MappedFile(path: weightsPath).allBytes(), to: "image/other.safetensors")
    #expect(try ModelFolder(path: other).imageEncoder().identity.name == "image")
  }

  @Test("a folder's name is the model's, and its card is read when there is one")
  func nameAndCard() throws {
    #expect(try ModelFolder(path: model.path + "/").name == "image")
    #expect(model.card() == nil)
    _ = try folder.write(Array("# Card\n".utf8), to: "image/README.md")
    #expect(model.card() == "# Card\n")
  }
}
