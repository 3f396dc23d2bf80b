import Layers
import Quantizers
import Tensors
import Tokenizers

/// MaskGIT-VQGAN: pictures to a grid of codes and back, stage by stage.
package enum MaskGITVQGANModels: GoldenFamily {
  package static let name = ModelFamily.maskGITVQGAN.rawValue

  /// Inputs, and what stands before the names of everything computed from them.
  private static let inputs = ["image": "", "image_rect": "rect."]

  package static func recognizes(_ golden: GoldenCase) throws -> Bool {
    try golden.isModel(of: .maskGITVQGAN)
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    let stages = try ModelFolder(path: golden.path).vqganStages()
    var findings = GoldenFindings()
    for (input, prefix) in inputs where golden.tensors.entry(input) != nil {
      let pictures = try golden.pictures(input, sideMultiple: stages.factor)
      try InferenceSession().run {
        let codes = try encode(pictures, stages, prefix, golden, &findings)
        decode(codes.reference, extents: codes.extents, stages, prefix, &findings)
      }
    }
    return try findings.comparisons(with: golden, inputs: Set(inputs.keys))
  }

  private static func encode(
    _ pictures: Tensor, _ stages: VQGANStages, _ prefix: String, _ golden: GoldenCase,
    _ findings: inout GoldenFindings
  ) throws -> (reference: [Int], extents: [Int]) {
    var seen: [String: Tensor] = [:]
    let latents = stages.latents(of: pictures) { seen[$0] = $1 }
    for (stage, value) in seen { findings.add(prefix + stage, value.channelsFirst) }
    findings.add(prefix + "encoder_output", latents.channelsFirst)

    let extents = Array(latents.shape.prefix(3))
    let rank = golden.tensors.entry(prefix + "codes")?.shape.count
    let shape = rank == 3 ? extents : [extents[0], extents[1] * extents[2]]
    let margins = CodeMargins.ofSquaredDistances(latents, in: stages.codebook.vectors)
    let codes = try CodeAgreement(
      prefix + "codes", shape: shape, found: stages.codes(of: pictures),
      margins: golden.floatsIfPresent(prefix + "codes_margin"),
      codebookSize: stages.codebook.size, golden)
    findings.add(prefix + "codes", codes)
    findings.add(prefix + "codes_margin", Tensor(shape: shape, elements: margins))
    let vectors = stages.codebook.vectors.rows(codes.settled).reshaped(latents.shape)
    findings.add(prefix + "quantized", (latents + (vectors - latents)).channelsFirst)
    return (codes.reference, extents)
  }

  private static func decode(
    _ codes: [Int], extents: [Int], _ stages: VQGANStages, _ prefix: String,
    _ findings: inout GoldenFindings
  ) {
    var seen: [String: Tensor] = [:]
    stages.observePictures(
      from: stages.codebook.vectors.rows(codes).reshaped(extents + [stages.codebook.dimension])
    ) { seen[$0] = $1 }
    for (stage, value) in seen { findings.add(prefix + "dec." + stage, value.channelsFirst) }
    let pictures = stages.pictures(of: codes, extents: extents).channelsFirst
    findings.add(prefix + "decoder_output", pictures)
    findings.add(prefix + "decoded_clamped", pictures.clamped)
  }
}
