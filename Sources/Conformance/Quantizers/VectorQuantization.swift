import Layers
import Quantizers
import Tensors

/// A vector quantizer with a fixed codebook: codes, look-up, and the gradients of training.
package enum VectorQuantization: GoldenFamily {
  package static let name = "quantizers/vq"

  package static func recognizes(_ golden: GoldenCase) throws -> Bool {
    try golden.tensors.entry("x") != nil && golden.isVectorQuantizer()
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    let (quantizer, _, commitmentWeight) = try golden.vectorQuantizer()
    let input = try golden.sequences("x", dimension: quantizer.shape.dimension)
    var findings = GoldenFindings()
    let search = CodeSearch(input, quantizer)
    search.add(to: &findings)
    let codes = try CodeAgreement(
      "codes", shape: search.codesShape,
      found: quantizer.encode(input, in: quantizer.searchTables()),
      margins: golden.floatsIfPresent("margin").flatMap(search.byPosition),
      codebookSize: quantizer.shape.codebookSize, golden)
    findings.add("codes", codes)

    let rowCodes = search.layout.byRow(codes.settled)
    let passes = GradientEstimator.allCases.map { estimator in
      let input = input.traced()
      let pass = quantizer.pass(
        over: input, estimator: estimator, commitmentWeight: commitmentWeight, rowCodes: rowCodes)
      return (estimator: estimator, input: input, pass: pass)
    }
    let cotangent = try golden.tensors.tensor("cotangent", shape: input.shape)
    for (estimator, input, pass) in passes {
      let prefix = estimator == .straightThrough ? "ste." : "rot."
      findings.add(prefix + "out", pass.output.detached())
      findings.add(
        prefix + "grad_x", pass.output.gradients(for: [input], seed: cotangent)[0])
      findings.add("commit_loss", pass.commitmentLoss.detached().reshaped([1]))
      findings.add("commit_loss.grad_x", pass.commitmentLoss.gradients(for: [input])[0])
    }
    findings.add("out", quantizer.decode(codes.settled, batch: input.shape[0]))
    findings.add("decoded", quantizer.decode(codes.reference, batch: input.shape[0]))
    findings.add("quantized", quantizer.lookedUp(codes.settled, layout: search.layout))
    return try findings.comparisons(with: golden, inputs: ["x", "cotangent"])
  }
}
