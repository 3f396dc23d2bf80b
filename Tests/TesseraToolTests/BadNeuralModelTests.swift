import Bytes
import TestSupport
import Testing
import TokenStreams

/// Every model here is refused with one line before anything is written, by each command that opens
/// it.
@Suite("A neural model that cannot be is refused")
struct BadNeuralModelTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func expectRefusal(
    of model: TinyModel, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.names
    for command in [["encode", "-o", folder.file("t.tess")], ["evaluate"]] {
      let run = try tessera(
        command + [Samples.picture, Samples.path("tulips.png"), "--model", model.path])
      expectComplaints(run, [model.path] + words, sourceLocation: sourceLocation)
      #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    }
    #expect(try folder.names == before, sourceLocation: sourceLocation)
  }

  @Test(
    "sizes that no model has",
    arguments: [
      ("\"codebook_size\": 128", ["0", "-1", "9223372036854775807", "1e30", "\"x\"", "null"]),
      ("\"token_size\": 12", ["0", "-12", "4611686018427387904", "1.5", "[]", "true"]),
      ("\"num_latent_tokens\": 16", ["0", "-16", "9223372036854775807", "\"16\""]),
      ("\"vit_enc_patch_size\": 8", ["0", "-8", "7", "9223372036854775807", "null"]),
      ("\"vit_dec_patch_size\": 8", ["0", "-8", "5", "96"]),
      ("\"crop_size\": 48", ["0", "-48", "47", "1000000", "9223372036854775807"]),
      ("\"width\": 48", ["0", "-48", "47", "8190", "9223372036854775807"]),
      ("\"num_layers\": 2", ["0", "-1", "257", "9223372036854775807"]),
      ("\"num_heads\": 3", ["0", "-3", "5", "9223372036854775807"]),
      ("\"use_l2_norm\": true", ["\"yes\"", "7"]),
      ("\"vit_enc_model_size\": \"small\"", ["\"giant\"", "5"]),
    ])
  func sizes(field: String, values: [String]) throws {
    for value in values {
      let model = try TinyModel(TinyModel.pixels, in: folder)
      let key = field.prefix { $0 != ":" }
      try model.edit(field, to: key + ": " + value)
      try expectRefusal(of: model)
    }
  }

  @Test(
    "sizes that no convolutional model has",
    arguments: [
      ("\"num_resolutions\": 2", ["0", "-1", "3", "64", "9223372036854775807"]),
      ("\"hidden_channels\": 32", ["0", "-32", "33", "9223372036854775776"]),
      ("\"num_res_blocks\": 2", ["0", "-1", "65", "9223372036854775807"]),
      ("\"z_channels\": 16", ["0", "15", "9223372036854775807"]),
      ("\"num_embeddings\": 128", ["0", "-1", "9223372036854775807", "\"x\""]),
      ("\"embedding_dim\": 16", ["0", "-16", "17", "null"]),
      ("\"num_channels\": 3", ["0", "1", "4"]),
      ("\"resolution\": 16", ["0", "-1", "1", "9223372036854775807"]),
    ])
  func convolutionalSizes(field: String, values: [String]) throws {
    for value in values {
      let model = try TinyModel(TinyModel.convolutional, in: folder)
      let key = field.prefix { $0 != ":" }
      try model.edit(field, to: key + ": " + value)
      try expectRefusal(of: model)
    }
  }

  @Test("the sizes of a pixel decoder that does not follow its transformer")
  func pixelDecoder() throws {
    for (old, new) in [
      ("\"num_resolutions\": 3", "\"num_resolutions\": 9"),
      ("\"num_embeddings\": 1024", "\"num_embeddings\": -1"),
      ("\"hidden_channels\": 32", "\"hidden_channels\": 9223372036854775807"),
      ("\"vit_dec_patch_size\": 4", "\"vit_dec_patch_size\": 8"),
    ] {
      let model = try TinyModel(TinyModel.legacy, in: folder)
      try model.edit(old, to: new)
      try expectRefusal(of: model, "config.json")
    }
  }

  @Test("continuous latents, and configurations of nothing")
  func foreign() throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    try model.edit("\"is_legacy\": false", to: "\"quantize_mode\": \"vae\"")
    try expectRefusal(of: model, "quantize_mode vae gives continuous latents")
    for text in ["", "{", "[]", "null", "{}", "{\"model\": {}}", "{\"model\": 3}"] {
      _ = try folder.write(Array(text.utf8), to: "model/config.json")
      try expectRefusal(of: model, "config.json")
    }
    try model.remove("config.json")
    try expectRefusal(of: model, "config.json is missing")
  }

  @Test("one error names everything that disagrees with the weights")
  func disagreement() throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    try model.editWeights { weights in
      weights.tensors["stranger"] = weights.tensors.removeValue(forKey: "latent_tokens")
      weights.tensors["encoder.ln_pre.bias"]?.shape = [2, 24]
      weights.tensors["decoder.ln_post.weight"]?.shape = [1, 64]
    }
    try expectRefusal(
      of: model, "1 missing (latent_tokens)", "1 unexpected (stranger)", "2 of another shape",
      "encoder.ln_pre.bias [2, 24] instead of [48]",
      "decoder.ln_post.weight [1, 64] instead of [64]")
    let other = try TinyModel(TinyModel.pixels, in: folder, name: "other")
    try other.edit("\"codebook_size\": 128", to: "\"codebook_size\": 16777216")
    try other.edit("\"num_latent_tokens\": 16", to: "\"num_latent_tokens\": 65536")
    try expectRefusal(of: other, "4 of another shape", "[128, 12] instead of [16777216, 12]")
  }

  @Test("weights cut short", arguments: [0, 4, 8, 9, 1000, 7000, 761_687])
  func truncated(length: Int) throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    let bytes = try MappedFile(path: model.weightsPath).allBytes()
    _ = try folder.write(Array(bytes.prefix(length)), to: "model/model.safetensors")
    try expectRefusal(of: model, "not a valid safetensors file")
  }

  @Test("a header that lies")
  func lyingHeader() throws {
    let name = "encoder.ln_pre.weight"
    let changes: [(inout Weights) -> Void] = [
      { $0.tensors[name]?.data_offsets = [0, 192] },
      { $0.tensors[name]?.data_offsets = [-192, 0] },
      { $0.tensors[name]?.data_offsets = [192, 0] },
      { $0.tensors[name]?.data_offsets = [0, .max] },
      { $0.tensors[name]?.data_offsets = [] },
      { $0.tensors[name]?.shape = [47] },
      { $0.tensors[name]?.shape = [-48] },
      { $0.tensors[name]?.shape = [1 << 62, 4] },
      { $0.tensors[name]?.dtype = "F64" },
      { $0.tensors[name]?.dtype = "weights" },
    ]
    for change in changes {
      let model = try TinyModel(TinyModel.pixels, in: folder)
      try model.editWeights(change)
      try expectRefusal(of: model, "not a valid safetensors file", name)
    }
    let model = try TinyModel(TinyModel.pixels, in: folder)
    var bytes = try MappedFile(path: model.weightsPath).allBytes()
    for length in [UInt64.max, 1 << 62, 100_000_001] {
      for byte in 0..<8 { bytes[byte] = UInt8(truncatingIfNeeded: length >> (byte * 8)) }
      _ = try folder.write(bytes, to: "model/model.safetensors")
      try expectRefusal(of: model, "not a valid safetensors file")
    }
  }

  @Test(
    "NaN and infinity, in the half that is used",
    arguments: [
      ("encoder.ln_pre.weight", Float.nan), ("latent_tokens", .infinity),
      ("quantize.embedding.weight", -.infinity),
    ])
  func notFinite(name: String, value: Float) throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    try model.editWeights { $0.setFirst(of: name, to: value) }
    try expectRefusal(of: model, "\(name) holds NaN or infinity")
  }

  @Test("NaN in the decoder stops decoding")
  func notFiniteDecoder() throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    try model.editWeights { $0.setFirst(of: "decoder.mask_token", to: .nan) }
    let tokens = folder.file("t.tess")
    try expectSuccess("encode", Samples.picture, "--model", model.path, "-o", tokens)
    let run = try tessera("decode", tokens, "-o", folder.file("x.png"), "--model", model.path)
    expectComplaints(run, ["decoder.mask_token holds NaN or infinity"])
    #expect(try folder.names == ["model", "t.tess"])
  }

  @Test(
    "an archive that asks for more than tensors",
    arguments: [
      ("attack-system.pt", "posix.system"), ("attack-eval.pt", "builtins.eval"),
      ("attack-legacy.pt", "posix.system"), ("whole-module.pt", "torch.nn.modules.linear.Linear"),
    ])
  func attack(archive: String, object: String) throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    try model.remove("model.safetensors")
    let bytes = try MappedFile(path: ProjectFiles.golden("pytorch-archives/" + archive)).allBytes()
    _ = try folder.write(bytes, to: "model/pytorch_model.bin")
    try expectRefusal(of: model, "refuses to build \(object)")
    #expect(try Folder.names(in: model.path) == ["config.json", "pytorch_model.bin"])
  }

  @Test("two files of weights, until one is named")
  func twoWeights() throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    let bytes = try MappedFile(path: model.weightsPath).allBytes()
    try model.remove("model.safetensors")
    for name in ["a", "b"] { _ = try folder.write(bytes, to: "model/\(name).safetensors") }
    try expectRefusal(of: model, "holds a.safetensors and b.safetensors; give the path of the one")
    let tokens = folder.file("t.tess")
    try expectSuccess(
      "encode", Samples.picture, "--model", model.path + "/b.safetensors", "-o", tokens)
    #expect(try TokenFile(path: tokens).header.tokenizers.map(\.id) == ["model"])
    for name in ["a", "b"] { try model.remove(name + ".safetensors") }
    try expectRefusal(of: model, "model.safetensors is missing")
  }

  @Test("weights other than those that made the codes")
  func otherWeights() throws {
    let model = try TinyModel(TinyModel.pixels, in: folder)
    let tokens = folder.file("t.tess")
    try expectSuccess("encode", Samples.picture, "--model", model.path, "-o", tokens)
    try model.editWeights { $0.setFirst(of: "decoder.mask_token", to: 0.25) }
    let run = try tessera("decode", tokens, "-o", folder.file("x.png"), "--model", model.path)
    expectComplaints(run, [tokens, model.path, "weights", "was encoded with"])
    #expect(try folder.names == ["model", "t.tess"])
  }
}
