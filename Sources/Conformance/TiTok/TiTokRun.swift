import Layers
import Quantizers
import Tensors
import Tokenizers

/// One case of TiTok or TA-TiTok on its way through the model.
struct TiTokRun {
  private let golden: GoldenCase
  private let stages: TiTokStages
  /// What is encoded, `[batch, side, side, 3]`.
  private let pictures: Tensor
  /// What a text-aware decoder is given besides, `[batch, text length, text dimension]`.
  private let text: Tensor?

  /// Opens the case's model and reads its inputs.
  ///
  /// - Throws: any error of reading them.
  init(_ golden: GoldenCase) throws {
    self.golden = golden
    stages = try ModelFolder(path: golden.path).tiTokStages()
    pictures = try golden.pictures("image", side: stages.imageSide)
    let batch = pictures.shape[0]
    text = try stages.textShape.map {
      try golden.tensors.tensor("text_guidance", shape: [batch] + $0)
    }
  }

  /// Runs encoder and decoder and compares every tensor.
  ///
  /// - Throws: any error of reading the case's tensors.
  func comparisons() throws -> [TensorComparison] {
    var findings = GoldenFindings()
    try InferenceSession().run {
      let codes = try encode(&findings)
      try decode(codes, &findings)
    }
    let inputs: Set = text == nil ? ["image"] : ["image", "text_guidance"]
    return try findings.comparisons(with: golden, inputs: inputs)
  }

  /// The codes that the decoder is given, `[batch, position]`.
  private func encode(_ findings: inout GoldenFindings) throws -> [Int] {
    var seen: [String: Tensor] = [:]
    let latents = stages.latents(of: pictures) { seen[$0] = $1 }
    for (stage, value) in seen { findings.add(stage, Self.inGoldenLayout(value, stage)) }
    findings.add("encoder_output", Self.positionsLast(latents))

    let shape = [pictures.shape[0], 1, stages.tokenCount]
    let compared = stages.normalized(latents)
    let margins = CodeMargins.ofSquaredDistances(compared, in: stages.codebook.vectors)
    let codes = try CodeAgreement(
      "codes", shape: shape, found: stages.codes(of: pictures),
      margins: golden.floatsIfPresent("codes_margin"), codebookSize: stages.codebook.size, golden)
    findings.add("codes", codes)
    findings.add("codes_margin", Tensor(shape: shape, elements: margins))
    let vectors = stages.codebook.vectors.rows(codes.settled).reshaped(latents.shape)
    findings.add("quantized", Self.positionsLast(compared + (vectors - compared)))
    return codes.reference
  }

  private func decode(_ codes: [Int], _ findings: inout GoldenFindings) throws {
    let vectors = stages.codebook.vectors.rows(codes)
      .reshaped([pictures.shape[0], stages.tokenCount, stages.codebook.dimension])
    findings.add("dec.input", Self.positionsLast(vectors))
    var seen: [String: Tensor] = [:]
    stages.observePictures(from: vectors, text: text) { seen[$0] = $1 }
    for (stage, value) in seen { findings.add(stage, Self.inGoldenLayout(value, stage)) }
    findings.addReconstruction(stages.pictures(of: codes, text: text), name: "reconstruction")
    if let scores = seen["dec.logits"] { try decodeHard(scores, from: vectors, &findings) }
  }

  /// Decodes by the likeliest code of each patch, from the scores `[batch, rows, columns, code]` of
  /// all of them; the vectors are what the scores came from.
  private func decodeHard(
    _ scores: Tensor, from vectors: Tensor, _ findings: inout GoldenFindings
  ) throws {
    let extents = Array(scores.shape.prefix(3))
    let found = scores.largestIndices()
    let codes = try CodeAgreement(
      "hard.codes", shape: extents, found: found,
      margins: golden.floatsIfPresent("hard.codes_margin"), codebookSize: scores.shape[3], golden)
    findings.add("hard.codes", codes)
    findings.add(
      "hard.codes_margin", Tensor(shape: extents, elements: CodeMargins.ofScores(scores)))
    let hard =
      codes.settled == found
      ? stages.hardPictures(from: vectors, text: text)
      : stages.pictures(ofPixelCodes: codes.settled, extents: extents)
    if let hard { findings.add("hard.reconstruction", hard.channelsFirst.clamped) }
  }

  /// `[batch, position, channel]` as `[batch, channel, 1, position]`.
  private static func positionsLast(_ sequence: Tensor) -> Tensor {
    let (batch, positions, channels) = (sequence.shape[0], sequence.shape[1], sequence.shape[2])
    return sequence.transposed().reshaped([batch, channels, 1, positions])
  }

  /// A stage as the reference lays it out: pictures with channels first, and the input of the
  /// encoder's last convolution as a picture one pixel wide.
  private static func inGoldenLayout(_ value: Tensor, _ stage: String) -> Tensor {
    if stage == "enc.conv_out_input" {
      return value.transposed().reshaped([value.shape[0], value.shape[2], value.shape[1], 1])
    }
    return value.shape.count == 4 ? value.channelsFirst : value
  }
}
