import Bytes
import TestSupport
import Testing

@Suite("Published models go by short names")
struct PublishedModelTests {
  let folder: TemporaryFolder
  let environment: [String: String]

  init() throws {
    folder = try TemporaryFolder()
    environment = ["TESSERA_MODELS": folder.path]
  }

  private func place(_ file: String, as name: String) throws {
    try Folder.make(Folder.parent(of: folder.file(name)))
    _ = try folder.write(MappedFile(path: ProjectFiles.golden(file)).allBytes(), to: name)
  }

  private static let weights = TinyModel.pixels + "/model.safetensors"

  @Test(
    "without weights, the error says where they are published",
    arguments: [
      ("titok-l32", "yucornetto/tokenizer_titok_l32_imagenet"),
      ("titok-b64", "yucornetto/tokenizer_titok_b64_imagenet"),
      ("titok-s128", "yucornetto/tokenizer_titok_s128_imagenet"),
      ("titok-bl64", "titok-bl64"), ("titok-bl128", "titok-bl128"),
      ("titok-sl256", "titok-sl256"),
      ("tatitok-bl32", "turkeyju/tokenizer_tatitok_bl32_vq"),
      ("tatitok-bl64", "turkeyju/tokenizer_tatitok_bl64_vq"),
      ("tatitok-bl128", "turkeyju/tokenizer_tatitok_bl128_vq"),
      ("maskgit-vqgan", "fun-research/TiTok"),
      ("yucornetto/tokenizer_titok_l32_imagenet", "titok-l32"),
      ("tokenizer_titok_l32_imagenet", "titok-l32"),
    ])
  func notHere(name: String, publisher: String) throws {
    let out = folder.file("t.tess")
    let run = try tessera(["encode", Samples.picture, "--model", name, "-o", out])
    expectComplaints(run, ["its weights are not here", publisher, "TESSERA_MODELS"])
    #expect(try folder.names.isEmpty)
  }

  @Test(
    "weights alone open with the configuration of their name",
    arguments: [
      "titok-l32/model.safetensors", "titok-l32/any-name.safetensors",
      "tokenizer_titok_l32_imagenet/model.safetensors", "tokenizer_titok_l32.bin",
      "TiTok/tokenizer_titok_l32.bin",
    ])
  func known(file: String) throws {
    let isArchive = file.hasSuffix(".bin")
    try place(isArchive ? "pytorch-archives/state-dict.bin" : Self.weights, as: file)
    let path = folder.file(String(file.prefix { $0 != "/" }))
    for name in ["titok-l32", "tokenizer_titok_l32_imagenet", path] {
      let shown = try tessera(["models", name], environment: environment)
      expectSuccess(shown)
      #expect(shown.output.contains("model    titok-l32\nfamily   titok\n"), "\(shown)")
    }
    let list = try tessera(["models"], environment: environment).output
    #expect(list.contains("titok-l32") && list.contains("linear-image"))
    // The tiny weights are not those of the published sizes, which shows whose sizes were asked for.
    let run = try tessera(
      ["encode", Samples.picture, "--model", "titok-l32", "-o", folder.file("t.tess")],
      environment: environment)
    expectComplaints(run, ["does not fit the model", "encoder.patch_embed.weight"])
  }

  @Test("several published files in one folder are told apart by their names")
  func sharedRepository() throws {
    for name in ["titok_l32", "titok_s128"] {
      try place("pytorch-archives/state-dict.bin", as: "TiTok/tokenizer_\(name).bin")
    }
    for name in ["titok-l32", "titok-s128"] {
      let shown = try tessera(["models", name], environment: environment)
      #expect(shown.output.contains("model    \(name)\n"), "\(shown)")
    }
    let run = try tessera(["models", "titok-b64"], environment: environment)
    expectComplaints(run, ["titok-b64: its weights are not here"])
  }

  @Test("a folder with a configuration of its own is found by its name and listed")
  func ownConfiguration() throws {
    _ = try TinyModel(TinyModel.pixels, in: folder, name: "tiny")
    let tokens = folder.file("t.tess")
    expectSuccess(
      try tessera(
        ["encode", Samples.picture, "--model", "tiny", "-o", tokens], environment: environment))
    expectSuccess(
      try tessera(["decode", tokens, "-o", folder.file("x.png")], environment: environment))
    let list = try tessera(["models", "--json"], environment: environment).output
    #expect(list.contains("\"family\" : \"titok\""))
  }

  @Test("bench model wants a published name")
  func bench() throws {
    expectComplaints(
      try tessera("bench", "model", "titok-l99"), status: 2, ["titok-l99", "titok-l32"])
    expectComplaints(try tessera("bench", "--batch", "2"), status: 2, ["model NAME", "titok-l32"])
  }
}
