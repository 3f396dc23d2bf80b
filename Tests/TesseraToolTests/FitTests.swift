import Bytes
import TestSupport
import Testing
import TokenStreams

@Suite("Fitting a model and using it")
struct FitTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func fitAudio(to path: String, threads: Int = 2) throws {
    try expectSuccess(
      tessera(
        ["fit", "audio"] + Samples.sounds.map(Samples.path)
          + [
            "-o", path, "--stages", "2", "--codebook-size", "16", "--vectors", "500",
            "--components", "8", "--threads", "\(threads)",
          ]))
  }

  private func expectUsable(model: String, input: String, output: String) throws {
    #expect(
      try Folder.names(in: model) == ["README.md", "config.json", "model.safetensors"])
    let tokens = folder.file("t.tess")
    try expectSuccess("encode", input, "-o", tokens, "--model", model)
    let tokenizer = try #require(TokenFile(path: tokens).header.tokenizers.first)
    #expect(tokenizer.id == Folder.name(of: model))
    #expect(tokenizer.vocabulary.sizes == [16, 16])
    try expectSuccess("decode", tokens, "-o", folder.file(output), "--model", model)
    try expectSuccess("metrics", input, folder.file(output))
    let card = try expectSuccess("models", model).output
    #expect(card.contains("sha-256") && card.contains("tessera fit"))
  }

  @Test("a picture model encodes and decodes")
  func image() throws {
    let model = folder.file("tiny-image")
    try fitTinyImageModel(to: model)
    try expectUsable(model: model, input: Samples.picture, output: "back.png")
  }

  @Test("a sound model encodes and decodes")
  func audio() throws {
    let model = folder.file("tiny-audio")
    try fitAudio(to: model)
    try expectUsable(model: model, input: Samples.sound, output: "back.wav")
  }

  @Test("the same weights for one thread and two")
  func deterministic() throws {
    for threads in 1...2 {
      try fitTinyImageModel(to: folder.file("image\(threads)"), threads: threads)
      try fitAudio(to: folder.file("audio\(threads)"), threads: threads)
    }
    for name in ["model.safetensors", "config.json"] {
      for kind in ["image", "audio"] {
        #expect(
          try MappedFile(path: folder.file(kind + "1/" + name)).allBytes()
            == MappedFile(path: folder.file(kind + "2/" + name)).allBytes())
      }
    }
  }

  @Test("another seed gives other weights")
  func seed() throws {
    for seed in ["1", "2"] {
      try expectSuccess(
        "fit", "image", Samples.picture, "-o", folder.file(seed), "--seed", seed, "--stages", "1",
        "--codebook-size", "16", "--components", "4")
    }
    #expect(
      try MappedFile(path: folder.file("1/model.safetensors")).allBytes()
        != MappedFile(path: folder.file("2/model.safetensors")).allBytes())
  }

  @Test("models in folders of the TESSERA_MODELS variable go by their names")
  func variable() throws {
    try Folder.make(folder.file("models"))
    try fitTinyImageModel(to: folder.file("models/tiny-image"))
    let variable = ["TESSERA_MODELS": "/no/such/folder:" + folder.file("models")]
    let list = try tessera(["models"], environment: variable)
    expectSuccess(list)
    for name in ["tiny-image", "linear-image", "linear-audio"] {
      #expect(list.output.contains(name))
    }
    let tokens = folder.file("t.tess")
    expectSuccess(
      try tessera(
        ["encode", Samples.picture, "-o", tokens, "--model", "tiny-image"], environment: variable))
    expectSuccess(
      try tessera(["decode", tokens, "-o", folder.file("back.png")], environment: variable))
  }

  @Test("too little data, or none of the right kind, leaves no folder behind")
  func tooLittle() throws {
    let model = folder.file("model")
    let few = try tessera("fit", "image", Samples.picture, "-o", model, "--codebook-size", "65536")
    expectComplaints(few, ["vectors", "65536", "give more data"])
    let none = try tessera("fit", "image", Samples.sound, "-o", model)
    expectComplaints(none, [Samples.sound, "no picture"])
    let missing = try tessera("fit", "audio", folder.file("missing.wav"), "-o", model)
    expectComplaints(missing, ["missing.wav", "check the path"])
    let damage = try TemporaryFolder()
    let half = try damage.write(Array(Samples.bytes("ship.jpg").prefix(9000)), to: "half.jpg")
    let damaged = try tessera("fit", "image", half, "-o", model)
    expectComplaints(damaged, [half, "damaged"])
    #expect(try folder.names.isEmpty)
  }

  @Test("files that cannot be used are listed, the others are learned from")
  func someUnusable() throws {
    let run = try tessera(
      "fit", "image", Samples.picture, Samples.sound, "-o", folder.file("model"), "--stages", "1",
      "--codebook-size", "4", "--components", "4")
    expectComplaints(run, [Samples.sound, "no picture"])
    #expect(run.output.contains("fitted to 1 files"))
    try expectSuccess("models", folder.file("model"))
  }
}
