import Bytes
import Conformance
import Layers
import TestSupport
import Testing
import Tokenizers

@Suite("Goldens of neural models and vector quantizers")
struct ModelCasesTests {
  /// The committed cases below these folders.
  static let cases = ["titok", "titok-variants", "quantizers", "quantizers-variants"].flatMap {
    family in
    ((try? Folder.names(in: ProjectFiles.golden(family))) ?? [])
      .map { family + "/" + $0 }
      .filter { Folder.kind(of: ProjectFiles.golden($0) + "/io.safetensors") == .file }
  }

  private static let inputs: Set = ["image", "image_rect", "text_guidance", "x", "cotangent"]

  static func expectedNames(_ name: String) throws -> Set<String> {
    Set(
      try ProjectFiles.goldenTensors(name).names.filter {
        !inputs.contains($0) && !$0.hasPrefix("image.") && !$0.hasSuffix(".x")
      })
  }

  private static func failures(_ copy: GoldenCopy) throws -> Set<String> {
    Set(try Verification(casePath: copy.path).comparisons.filter { !$0.passes }.map(\.name))
  }

  @Test func casesAreFound() {
    #expect(Self.cases.count >= 25)
  }

  @Test(arguments: cases)
  func everyTensorPasses(name: String) throws {
    let verification = try Verification(casePath: ProjectFiles.golden(name))
    for comparison in verification.comparisons {
      #expect(comparison.passes, "\(comparison)")
    }
    #expect(try Set(verification.comparisons.map(\.name)) == Self.expectedNames(name))
    #expect(verification.passes)
  }

  @Test(
    "The family is told by configuration and tensors",
    arguments: [
      ("titok/maskgit-vqgan", "maskgit-vqgan"), ("titok/titok-legacy-l2", "titok"),
      ("titok/titok-rgb-l2", "titok"), ("titok/tatitok", "tatitok"),
      ("titok/preprocess", "titok/preprocess"), ("quantizers/vq-cosine", "quantizers/vq"),
      ("quantizers/vq-ema-cosine", "quantizers/vq-ema"),
    ])
  func families(name: String, family: String) throws {
    #expect(try Verification(casePath: ProjectFiles.golden(name)).family == family)
  }

  @Test("A change of any tensor fails that tensor and no other", arguments: cases)
  func everyDamagedTensorFails(name: String) throws {
    for tensor in try Self.expectedNames(name).sorted() {
      let entry = try #require(try ProjectFiles.goldenTensors(name).entry(tensor))
      guard entry.shape.reduce(1, *) > 0 else { continue }
      let copy = try GoldenCopy(name)
      // The top exponent bit of a float, a high bit of an integer: no value stays near itself.
      try copy.edit("io.safetensors", tensor: tensor) { $0[$0.startIndex + 3] ^= 0x40 }
      // What was recorded of the reference's chance goes on into the state.
      if tensor.hasSuffix("replacement_rows") || tensor.hasSuffix("replaced_codes") {
        #expect(try Self.failures(copy).contains(tensor), "\(tensor)")
      } else {
        #expect(try Self.failures(copy) == [tensor])
      }
    }
  }

  @Test(
    "A changed weight fails",
    arguments: [
      ("titok/maskgit-vqgan", "encoder.conv_out.bias"),
      ("titok/maskgit-vqgan", "decoder.up.1.block.0.norm1.weight"),
      ("titok/maskgit-vqgan", "quantize.embedding.weight"),
      ("titok/titok-legacy-l2", "latent_tokens"),
      ("titok/titok-legacy-l2", "pixel_quantize.embedding.weight"),
      ("titok/titok-legacy-l2", "pixel_decoder.conv_out.bias"),
      ("titok/titok-rgb-l2", "decoder.ffn.0.bias"),
      ("titok/tatitok", "decoder.text_guidance_proj.bias"),
      ("quantizers/vq-euclidean", "project_in.bias"),
      ("quantizers/vq-cosine", "project_out.bias"),
      ("quantizers/vq-product", "_codebook.embed"),
      ("quantizers/vq-ema-euclidean", "_codebook.embed_avg"),
      ("quantizers/vq-ema-cosine", "_codebook.cluster_size"),
    ])
  func changedWeight(name: String, weight: String) throws {
    let copy = try GoldenCopy(name)
    try copy.addToFirst(0.25, "model.safetensors", tensor: weight)
    #expect(try !Self.failures(copy).isEmpty)
  }

  @Test("Exchanged weights of one shape fail")
  func exchangedWeights() throws {
    let copy = try GoldenCopy("titok/titok-rgb-l2")
    let (one, other) = ("encoder.transformer.0.ln_1.", "encoder.transformer.0.ln_2.")
    try copy.replace(one + "weight", by: one + "weighx", in: "model.safetensors")
    try copy.replace(other + "weight", by: one + "weight", in: "model.safetensors")
    try copy.replace(one + "weighx", by: other + "weight", in: "model.safetensors")
    #expect(try Self.failures(copy).contains("enc.block.0"))
  }

  @Test(
    "An error is held against the stated tolerance",
    arguments: [
      ("titok/titok-rgb-l2", "encoder_output"), ("titok-variants/vqgan-narrowing", "dec.up.0"),
      ("quantizers/vq-euclidean", "rot.grad_x"), ("quantizers/vq-ema-cosine", "step2.embed"),
    ])
  func tolerance(name: String, tensor: String) throws {
    for (change, passes) in [(Float(8e-5), true), (1.3e-4, false), (-1.3e-4, false)] {
      let copy = try GoldenCopy(name)
      try copy.addToFirst(change, "io.safetensors", tensor: tensor)
      #expect(try Self.failures(copy) == (passes ? [] : [tensor]), "\(change)")
    }
  }

  @Test("Exact tensors take no error at all")
  func exactTensors() throws {
    let copy = try GoldenCopy("titok/preprocess")
    try copy.addToFirst(1e-6, "io.safetensors", tensor: "eval_tensor.1")
    #expect(try Self.failures(copy) == ["eval_tensor.1"])
  }

  @Test(
    "A tensor that nothing is known of fails", arguments: ["titok/tatitok", "quantizers/vq-cosine"])
  func unknownTensor(name: String) throws {
    let copy = try GoldenCopy(name)
    try copy.replace("\"codes\"", by: "\"odes!\"", in: "io.safetensors")
    #expect(try Self.failures(copy) == ["odes!"])
  }
}
