import FoundationEssentials
import Layers
import TestSupport
import Testing
import Tokenizers

@Suite("A configuration that cannot be is refused")
struct ModelConfigurationTests {
  /// One change of a configuration's text and what the message must mention.
  struct Change: Sendable, CustomTestStringConvertible {
    let key: String
    let value: String?
    let mention: String

    init(_ key: String, _ value: String?, _ mention: String) {
      self.key = key
      self.value = value
      self.mention = mention
    }

    var testDescription: String { "\(key): \(value ?? "left out")" }
  }

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let imageKeys = [
    "model_type": #""linear-image""#, "patch_size": "8", "component_count": "16",
    "stage_count": "3", "codebook_size": "32",
  ]
  private static let audioKeys = [
    "model_type": #""linear-audio""#, "sample_rate": "16000", "hop_length": "320",
    "component_count": "16", "stage_count": "3", "codebook_size": "32",
  ]

  private func overwriteConfiguration(of model: ModelFolder, _ text: String) throws {
    _ = try folder.write(Array(text.utf8), to: model.name + "/config.json")
  }

  private func text(_ keys: [String: String], _ change: Change? = nil) -> String {
    var keys = keys
    if let change { keys[change.key] = change.value }
    return "{" + keys.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  /// The message of the error that opening a model's encoder meets.
  private func refusal(_ model: ModelFolder, _ text: String) throws -> String {
    try overwriteConfiguration(of: model, text)
    do {
      switch model.family {
      case .linearImage: _ = try ModelFolder(path: model.path).imageEncoder()
      case .maskGITVQGAN, .tiTok, .textAwareTiTok: Issue.record("no linear model")
      case .linearAudio: _ = try ModelFolder(path: model.path).audioEncoder()
      }
      return "nothing was refused"
    } catch let error as ModelError {
      return "\(error)"
    } catch let error as CheckpointError {
      return "\(error)"
    }
  }

  static let imageChanges =
    ["patch_size", "component_count", "stage_count", "codebook_size", "model_type"].flatMap {
      [Change($0, nil, $0), Change($0, "[]", $0), Change($0, "{}", $0)]
    }
    + ["patch_size", "component_count", "stage_count", "codebook_size"].flatMap {
      [
        Change($0, "0", $0), Change($0, "-3", $0), Change($0, "\"16\"", $0),
        Change($0, "16.5", "not whole"), Change($0, "1e30", "too large"),
        Change($0, "9223372036854775808", "too large"),
        Change($0, "9223372036854775807", $0), Change($0, "true", $0), Change($0, "1000000000", $0),
      ]
    }
    + [
      Change("component_count", "193", "component_count"), Change("stage_count", "1000", "1...64"),
      Change("component_count", "null", "component_count"),
      Change("component_count", "15", "transform.basis has shape [16, 192], [15, 192]"),
      Change("component_count", "192", "transform.basis has shape"),
      Change("patch_size", "16", "transform.mean has shape [192], [768]"),
      Change("patch_size", "64", "transform.mean has shape [192], [12288]"),
      Change("patch_size", "65", "1...64"),
      Change("stage_count", "2", "quantizer.codebooks has shape [3, 32, 16], [2, 32, 16]"),
      Change("stage_count", "64", "quantizer.codebooks has shape"),
      Change("codebook_size", "16", "quantizer.codebooks has shape"),
      Change("codebook_size", "1048576", "quantizer.codebooks has shape"),
      Change("model_type", "\"linear-smell\"", "unknown model_type 'linear-smell'"),
      Change("model_type", "\"\"", "this build knows linear-image, linear-audio"),
      Change("model_type", "\"linear-audio\"", "pictures"), Change("model_type", "7", "model_type"),
    ]

  @Test("of a picture model", arguments: imageChanges)
  func image(change: Change) throws {
    let model = try FittedModels.imageModel(in: folder)
    let message = try refusal(model, text(Self.imageKeys, change))
    #expect(message.contains(change.mention), "\(message)")
    #expect(message.contains(folder.path) || message.hasPrefix("image handles"), "\(message)")
  }

  @Test(
    "of a sound model",
    arguments: [
      Change("sample_rate", nil, "sample_rate"), Change("sample_rate", "0", "sample_rate"),
      Change("sample_rate", "768001", "sample_rate"), Change("sample_rate", "\"x\"", "sample_rate"),
      Change("hop_length", nil, "hop_length"), Change("hop_length", "-1", "hop_length"),
      Change("hop_length", "8193", "hop_length"),
      Change("hop_length", "160", "transform.mean has shape [320], [160]"),
      Change("component_count", "321", "component_count"),
    ])
  func audio(change: Change) throws {
    let model = try FittedModels.audioModel(in: folder)
    let message = try refusal(model, text(Self.audioKeys, change))
    #expect(message.contains(change.mention), "\(message)")
  }

  @Test(
    "that is no JSON object",
    arguments: [
      "", "{", "[]", "null", "7", "\"linear-image\"", "{\"model_type\"", "\u{0}",
      String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
    ])
  func noObject(text: String) throws {
    let model = try FittedModels.imageModel(in: folder)
    let message = try refusal(model, text)
    #expect(message.contains("is not the JSON object of a model"), "\(message)")
  }

  @Test("unchanged, or with keys that are not known, a model opens")
  func honest() throws {
    let model = try FittedModels.imageModel(in: folder)
    for change in [nil, Change("note", "\"free text\"", "")] {
      try overwriteConfiguration(of: model, text(Self.imageKeys, change))
      #expect(try ModelFolder(path: model.path).imageEncoder().identity.name == "image")
    }
  }

  @Test("a family's tokenizer opens no folder of the other, whatever else stands in it")
  func otherFamily() throws {
    let image = try FittedModels.imageModel(in: folder)
    let audio = try FittedModels.audioModel(in: folder)
    try overwriteConfiguration(
      of: image,
      text(Self.imageKeys.merging(["sample_rate": "16000", "hop_length": "192"]) { $1 }))
    try overwriteConfiguration(of: audio, text(Self.audioKeys.merging(["patch_size": "8"]) { $1 }))
    #expect(throws: ModelError.self) { try LinearAudioTokenizer(folder: image) }
    #expect(throws: ModelError.self) { try LinearImageTokenizer(folder: audio) }
    let wrongMedia = ModelError.wrongMedia(model: "image", handles: "pictures", asked: "sound")
    #expect(throws: wrongMedia) { try image.audioEncoder() }
    #expect(throws: wrongMedia) { try image.audioDecoder() }
    #expect(throws: ModelError.self) { try audio.imageEncoder() }
    #expect(throws: ModelError.self) { try audio.imageDecoder() }
    #expect(try audio.audioDecoder().sampleRate == 16_000)
    #expect(try image.imageDecoder().identity == image.imageEncoder().identity)
  }
}
