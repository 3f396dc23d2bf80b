import Layers

/// Our codes beside the reference's: how they differ, and which of them to go on with.
struct CodeAgreement {
  private let name: String
  private let shape: [Int]
  private let found: [Int]
  /// The reference's codes, where it has as many of the same shape.
  private let expected: [Int]?
  private let margins: [Float]?
  private let codebookSize: Int

  /// Sets codes side by side.
  ///
  /// - Parameters:
  ///   - name: the tensor of the reference's codes.
  ///   - shape: its shape.
  ///   - found: our codes, row-major.
  ///   - margins: the reference's margins in the order of the codes, when it states them.
  ///   - codebookSize: how many codes there are to choose from.
  ///   - golden: the case.
  /// - Throws: `CheckpointError` where the reference's codes are not integers.
  init(
    _ name: String, shape: [Int], found: [Int], margins: [Float]?, codebookSize: Int,
    _ golden: GoldenCase
  ) throws {
    self.name = name
    self.shape = shape
    self.found = found
    self.codebookSize = codebookSize
    let hasShape = golden.tensors.entry(name)?.shape == shape && shape.reduce(1, *) == found.count
    expected = hasShape ? try golden.tensors.integers(name) : nil
    self.margins = margins.flatMap { $0.count == found.count ? $0 : nil }
  }

  /// How the codes compare; another shape is infinitely far.
  var comparison: TensorComparison {
    guard let expected else {
      return TensorComparison(
        name: name, largestError: .infinity, tolerance: 0, unit: "codes",
        note: "its shape is not \(shape)")
    }
    let differences = CodeDifferences(found, expected, margins: margins)
    return TensorComparison(
      name: name, largestError: Double(differences.unexcusedCount), tolerance: 0, unit: "codes",
      codes: differences)
  }

  /// Our codes, with the reference's where either is right: what the encoder's later stages are
  /// compared with.
  var settled: [Int] {
    guard let expected, let margins else { return found }
    return found.indices.map { place in
      isKnown(expected[place]) && CodeDifferences.isExcused(Double(margins[place]))
        ? expected[place] : found[place]
    }
  }

  /// The reference's codes, or ours where it has none: what decoders are given, so that a wrong code
  /// does not hide what a decoder does.
  var reference: [Int] {
    guard let expected, expected.allSatisfy(isKnown) else { return found }
    return expected
  }

  private func isKnown(_ code: Int) -> Bool { (0..<codebookSize).contains(code) }
}
