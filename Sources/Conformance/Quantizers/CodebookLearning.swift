import Layers
import Quantizers
import Tensors

/// A vector quantizer whose codebook follows its batches by moving averages, step after step.
package enum CodebookLearning: GoldenFamily {
  package static let name = "quantizers/vq-ema"

  package static func recognizes(_ golden: GoldenCase) throws -> Bool {
    try golden.tensors.entry("step0.x") != nil && golden.isVectorQuantizer()
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    var (quantizer, averaging, commitmentWeight) = try golden.vectorQuantizer()
    var findings = GoldenFindings()
    var inputs: Set<String> = []
    for step in 0... {
      let prefix = "step\(step)."
      guard golden.tensors.entry(prefix + "x") != nil else { break }
      inputs.insert(prefix + "x")
      let input = try golden.sequences(prefix + "x", dimension: quantizer.shape.dimension)
      let pass = quantizer.pass(
        over: input, estimator: .straightThrough, commitmentWeight: commitmentWeight)
      let search = CodeSearch(input, quantizer)
      findings.add(
        prefix + "codes",
        try CodeAgreement(
          prefix + "codes", shape: search.codesShape, found: pass.codes, margins: nil,
          codebookSize: quantizer.shape.codebookSize, golden))
      findings.add(prefix + "out", pass.output)
      findings.add(prefix + "commit_loss", pass.commitmentLoss.reshaped([1]))
      var choices = try RecordedChoices(prefix, golden)
      let replacements = quantizer.update(after: pass, by: averaging) { choices.next($0, $1) }
      addState(quantizer.codebook, replacements.flatMap(\.self), prefix, &findings)
    }
    return try findings.comparisons(with: golden, inputs: inputs)
  }

  private static func addState(
    _ codebook: AveragedCodebook, _ replacements: [CodeReplacement], _ prefix: String,
    _ findings: inout GoldenFindings
  ) {
    findings.add(prefix + "cluster_size", codebook.clusterSizes.value)
    findings.add(prefix + "embed_avg", codebook.sums.value)
    findings.add(prefix + "embed", codebook.vectors.value)
    findings.add(prefix + "replaced_codes", integers: replacements.map(\.code))
    findings.add(prefix + "replacement_rows", integers: replacements.map(\.row))
  }
}

/// The rows that the reference drew for dead codes, which are its chance and not ours.
private struct RecordedChoices {
  private var codes: ArraySlice<Int>
  private var rows: ArraySlice<Int>

  init(_ prefix: String, _ golden: GoldenCase) throws {
    codes = try golden.tensors.integers(prefix + "replaced_codes")[...]
    rows = try golden.tensors.integers(prefix + "replacement_rows")[...]
  }

  /// Rows for the dead codes of the next codebook; which of them are replaced is the reference's
  /// choice only where there are more than rows.
  mutating func next(_ dead: [Int], _ rowCount: Int) -> [CodeReplacement] {
    let count = min(dead.count, rowCount)
    let recorded = Array(codes.prefix(count))
    let chosen = dead.count > rowCount && Set(recorded).isSubset(of: dead) ? recorded : dead
    let replacements = zip(chosen, rows.prefix(count)).filter { (0..<rowCount).contains($1) }
      .map(CodeReplacement.init)
    codes = codes.dropFirst(count)
    rows = rows.dropFirst(count)
    return replacements
  }
}
