import Bytes
import TestSupport
import Testing

@Suite("A model that cannot be used fails once, however many items there are")
struct BadModelTests {
  let folder: TemporaryFolder
  let inputs: [String]

  init() throws {
    folder = try TemporaryFolder()
    inputs = ["tulips.png", "ship.jpg", "vest.jpg"].map(Samples.path)
  }

  private func expectFailure(
    _ arguments: [String], _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.names
    let run = try tessera(["encode"] + inputs + ["-o", folder.file("t.tess")] + arguments)
    expectComplaints(run, words, sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    #expect(try folder.names == before, sourceLocation: sourceLocation)
  }

  /// A copy of the shipped picture model with some of its files.
  private func model(
    configuration: [UInt8]? = nil, weights: ([UInt8]) -> [UInt8]? = { $0 }
  ) throws -> String {
    let shipped = ProjectFiles.path("Assets/models/linear-image/")
    let path = folder.file("model")
    try Folder.make(path)
    try AtomicFile.write(
      configuration ?? MappedFile(path: shipped + "config.json").allBytes(),
      to: path + "/config.json")
    if let bytes = weights(try MappedFile(path: shipped + "model.safetensors").allBytes()) {
      try AtomicFile.write(bytes, to: path + "/model.safetensors")
    }
    return path
  }

  @Test("an unknown name")
  func unknown() throws {
    try expectFailure(
      ["--model", "no-such-model"], "no-such-model", "linear-audio, linear-image")
    expectComplaints(
      try tessera("models", "no-such-model"), ["no-such-model", "linear-audio, linear-image"])
  }

  @Test("a model of the other kind of media")
  func otherKind() throws {
    try expectFailure(["--model", "linear-audio"], "linear-audio", "not pictures")
  }

  @Test("a folder without weights, and one without anything")
  func withoutWeights() throws {
    let path = try model(weights: { _ in nil })
    try expectFailure(["--model", path], path, "model.safetensors is missing")
    try expectFailure(["--model", Samples.folder], Samples.folder, "config.json is missing")
  }

  @Test("damaged weights", arguments: [0, 7, 1000, 1_000_000])
  func damagedWeights(length: Int) throws {
    let path = try model(weights: { Array($0.prefix(length)) })
    try expectFailure(["--model", path], path + "/model.safetensors")
  }

  @Test(
    "a configuration that is none",
    arguments: [
      "", "{", "[]", "{}", #"{"model_type":"unheard-of"}"#, #"{"model_type":"linear-image"}"#,
      #"""
      {"model_type":"linear-image","patch_size":8,"component_count":81,"stage_count":8,\#
      "codebook_size":1024}
      """#,
      #"""
      {"model_type":"linear-image","patch_size":9223372036854775807,"component_count":80,\#
      "stage_count":8,"codebook_size":1024}
      """#,
    ])
  func badConfiguration(text: String) throws {
    let path = try model(configuration: Array(text.utf8))
    try expectFailure(["--model", path], path + "/")
  }

  @Test(
    "a length that the model cannot give",
    arguments: [
      ["--codebooks", "99"], ["--codebooks", "9"], ["--quality", "sisdr:5"], ["--budget", "2kbps"],
    ])
  func pictureLength(arguments: [String]) throws {
    try expectFailure(arguments, "linear-image", "it supports all, 1 to 8 codebooks")
  }

  @Test(
    "a length that is for pictures, asked of sound",
    arguments: [
      ["--quality", "psnr:26"], ["--budget", "0.3bpp"],
    ])
  func soundLength(arguments: [String]) throws {
    let sounds = ["strings.wav", "speech_en.wav"].map(Samples.path)
    for command in [["encode", "-o", folder.file("t.tess")], ["evaluate"]] {
      let run = try tessera(command + sounds + arguments)
      expectComplaints(run, ["linear-audio", "sisdr:DECIBELS", "kbps"])
      #expect(run.output.isEmpty)
    }
    #expect(try folder.names.isEmpty)
  }

  @Test("weights other than those that made the codes")
  func wrongWeights() throws {
    let tokens = folder.file("t.tess")
    try expectSuccess(tessera(["encode"] + inputs + ["-o", tokens]))
    let other = folder.file("linear-image")
    try fitTinyImageModel(to: other)
    let run = try tessera("decode", tokens, "-o", folder.file("out"), "--model", other)
    expectComplaints(run, [tokens, other, "weights"])
    #expect(try folder.names == ["linear-image", "t.tess"])
  }

  @Test("the model of a token file is not there")
  func modelOfFileMissing() throws {
    let (tokens, model) = (folder.file("t.tess"), folder.file("tiny"))
    try fitTinyImageModel(to: model)
    try expectSuccess("encode", Samples.picture, "-o", tokens, "--model", model)
    let run = try tessera("decode", tokens, "-o", folder.file("out.png"))
    expectComplaints(run, [tokens, "tiny: no such model"])
    #expect(try folder.names == ["t.tess", "tiny"])
  }
}

/// Fits a model of 2 codebooks of 16 codes to three samples, in a tenth of a second.
func fitTinyImageModel(to path: String, threads: Int = 2) throws {
  try expectSuccess(
    tessera(
      ["fit", "image"] + ["tulips.png", "ship.jpg", "vest.jpg"].map(Samples.path)
        + [
          "-o", path, "--stages", "2", "--codebook-size", "16", "--vectors", "2000",
          "--components", "8", "--threads", "\(threads)",
        ]))
}
