import Conformance
import Layers
import TestSupport
import Testing
import Tokenizers

@Suite("Broken cases of neural models are refused with a reason")
struct BrokenModelCaseTests {
  private static func expectRefusal(_ copy: GoldenCopy, _ words: String...) {
    let error = #expect(throws: (any Error).self) { try Verification(casePath: copy.path) }
    for word in words {
      #expect("\(error.map { "\($0)" } ?? "")".contains(word), "\(error as Any)")
    }
  }

  @Test(arguments: ["titok/maskgit-vqgan", "titok/tatitok", "titok/titok-legacy-l2"])
  func withoutWeights(name: String) throws {
    let copy = try GoldenCopy(name)
    try copy.remove("model.safetensors")
    Self.expectRefusal(copy, "model.safetensors")
  }

  @Test(arguments: ["titok/maskgit-vqgan", "titok/tatitok", "quantizers/vq-cosine"])
  func truncatedWeights(name: String) throws {
    let copy = try GoldenCopy(name)
    try copy.edit("model.safetensors") { $0.removeLast(100) }
    Self.expectRefusal(copy, "model.safetensors")
  }

  @Test(arguments: ["titok/maskgit-vqgan", "titok/tatitok", "quantizers/vq-cosine"])
  func notANumberAmongTheWeights(name: String) throws {
    let copy = try GoldenCopy(name)
    try copy.edit("model.safetensors") { bytes in
      for place in bytes.count - 4..<bytes.count { bytes[place] = 0xFF }
    }
    Self.expectRefusal(copy, "NaN")
  }

  @Test(
    "sizes that are not those of the tensors, or impossible",
    arguments: [
      ("titok/maskgit-vqgan", "\"num_embeddings\": 128", "\"num_embeddings\": 129"),
      ("titok/titok-rgb-l2", "\"token_size\": 12", "\"token_size\": 13"),
      ("titok/titok-rgb-l2", "\"crop_size\": 48", "\"crop_size\": 56"),
      ("titok/tatitok", "\"num_heads\": 3", "\"num_heads\": 5"),
      ("titok/tatitok", "\"text_context_length\": 11", "\"text_context_length\": -1"),
      ("quantizers/vq-euclidean", "\"codebook_dim\": 8", "\"codebook_dim\": 9"),
      ("quantizers/vq-euclidean", "\"dim\": 12", "\"dim\": 99"),
      ("quantizers/vq-euclidean", "\"dim\": 12", "\"dim\": -1"),
      ("quantizers/vq-product", "\"heads\": 4", "\"heads\": 0"),
      ("quantizers/vq-product", "\"heads\": 4", "\"heads\": 5"),
      ("quantizers/vq-ema-cosine", "\"decay\": 0.8", "\"decay\": 1.8"),
      ("quantizers/vq-ema-cosine", "\"eps\": 1e-05", "\"eps\": -1e05"),
    ])
  func otherSizes(name: String, original: String, replacement: String) throws {
    let copy = try GoldenCopy(name)
    try copy.replace(original, by: replacement, in: "config.json")
    Self.expectRefusal(copy)
  }

  @Test(
    "inputs of another shape, or none",
    arguments: [
      ("titok/maskgit-vqgan", "\"image\"", "\"imagx\""),
      ("titok/titok-rgb-l2", "\"image\"", "\"imagx\""),
      (
        "titok/titok-rgb-l2", #""image":{"dtype":"F32","shape":[2,3,48,48]"#,
        #""image":{"dtype":"F32","shape":[2,3,36,64]"#
      ),
      ("titok/maskgit-vqgan", "[1,3,12,20]", "[1,3,15,16]"),
      ("titok/tatitok", "text_guidance", "text_guidancx"),
      ("titok/tatitok", "[2,11,40]", "[2,40,11]"),
      ("quantizers/vq-euclidean", "cotangent", "cotangenx"),
      ("quantizers/vq-ema-cosine", "step0.replacement_rows", "step0.replacement_rowx"),
    ])
  func otherInputs(name: String, original: String, replacement: String) throws {
    let copy = try GoldenCopy(name)
    try copy.replace(original, by: replacement, in: "io.safetensors")
    if original == "\"image\"", name == "titok/maskgit-vqgan" {
      // Its other picture is still there, so the rest is unknown rather than missing.
      #expect(try !Verification(casePath: copy.path).passes)
    } else {
      Self.expectRefusal(copy, "io.safetensors")
    }
  }

  @Test("a configuration of no known family")
  func unknownFamily() throws {
    let copy = try GoldenCopy("titok/titok-rgb-l2")
    try copy.replace("num_latent_tokens", by: "num_latent_tokenz", in: "config.json")
    #expect(throws: VerificationError.unknownFamily(path: copy.path)) {
      try Verification(casePath: copy.path)
    }
  }
}
