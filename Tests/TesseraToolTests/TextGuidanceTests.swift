import Bytes
import Media
import TestSupport
import Testing

@Suite("A decoder that is given a text")
struct TextGuidanceTests {
  let folder: TemporaryFolder
  let model: TinyModel
  let tokens: String

  init() throws {
    folder = try TemporaryFolder()
    model = try TinyModel(TinyModel.text, in: folder)
    tokens = folder.file("t.tess")
    try expectSuccess("encode", Samples.picture, "--model", model.path, "-o", tokens)
  }

  private func decode(_ text: [UInt8]?, to name: String) throws -> CommandRun {
    let file = try text.map { ["--text", try folder.write($0, to: "text.safetensors")] } ?? []
    return try tessera(
      ["decode", tokens, "-o", folder.file(name), "--model", model.path] + file)
  }

  @Test("the text changes the picture, with and without a leading axis")
  func used() throws {
    try expectSuccess(decode(textEmbeddings(), to: "a.png"))
    try expectSuccess(decode(textEmbeddings(shape: [1, 11, 40]), to: "b.png"))
    try expectSuccess(decode(textEmbeddings(scale: -3), to: "c.png"))
    let images = try ["a", "b", "c"].map { try PixelImage(contentsOf: folder.file($0 + ".png")) }
    #expect(images[0] == images[1])
    #expect(images[0] != images[2])
    try expectSuccess(
      "evaluate", Samples.picture, "--model", model.path, "--text",
      folder.file("text.safetensors"))
  }

  @Test("none, or one of another shape")
  func unusable() throws {
    expectComplaints(
      try decode(nil, to: "x.png"), ["decodes with text embeddings of shape [11, 40]", "--text"])
    expectComplaints(
      try tessera("evaluate", Samples.picture, "--model", model.path), ["[11, 40]", "--text"])
    for shape in [[40, 11], [10, 40], [2, 11, 40], [440], [11, 40, 1], [0, 40]] {
      expectComplaints(
        try decode(textEmbeddings(shape: shape, first: shape[0] == 0 ? nil : 1), to: "x.png"),
        ["model decodes with text embeddings of shape [11, 40], not \(shape)"])
    }
    #expect(Folder.kind(of: folder.file("x.png")) == .missing)
  }

  @Test("a file that holds none")
  func files() throws {
    expectComplaints(
      try decode(textEmbeddings(first: .nan), to: "x.png"), ["text_guidance holds NaN"])
    expectComplaints(try decode(Array("text".utf8), to: "x.png"), ["text.safetensors"])
    let missing = folder.file("missing.safetensors")
    expectComplaints(
      try tessera(
        "decode", tokens, "-o", folder.file("x.png"), "--model", model.path, "--text", missing),
      [missing])
    #expect(Folder.kind(of: folder.file("x.png")) == .missing)
  }

  @Test("a model that takes no text")
  func notTaken() throws {
    let other = try TinyModel(TinyModel.pixels, in: folder, name: "other")
    try expectSuccess("encode", Samples.picture, "--model", other.path, "-o", tokens)
    let text = try folder.write(textEmbeddings(), to: "text.safetensors")
    let run = try tessera(
      "decode", tokens, "-o", folder.file("x.png"), "--model", other.path, "--text", text)
    expectComplaints(run, ["other takes no text", "leave --text out"])
  }

  @Test("its size is taken from the weights where the configuration is silent")
  func silentConfiguration() throws {
    try expectSuccess(decode(textEmbeddings(), to: "a.png"))
    try model.edit(
      #","# + "\n      \"text_context_length\": 11,\n      \"text_embed_dim\": 40", to: "")
    let models = try expectSuccess("models", model.path).output
    #expect(models.contains("family   tatitok"))
    try expectSuccess(decode(textEmbeddings(), to: "b.png"))
    #expect(
      try PixelImage(contentsOf: folder.file("a.png"))
        == PixelImage(contentsOf: folder.file("b.png")))
  }

  @Test("a configuration that says another size disagrees with the weights")
  func disagreement() throws {
    try model.edit("\"text_context_length\": 11", to: "\"text_context_length\": 12")
    try model.edit("\"text_embed_dim\": 40", to: "\"text_embed_dim\": 41")
    expectComplaints(
      try decode(textEmbeddings(), to: "x.png"),
      ["2 of another shape", "decoder.text_guidance_proj.weight [64, 40] instead of [64, 41]"])
  }
}
