import Layers

/// Golden cases of resampling: soxr, and the published formulas that can be followed exactly.
package enum Resampling: GoldenFamily {
  package static let name = "audio-preprocess/resample"

  private struct Configuration: Decodable {
    let soxrVersion: String

    private enum CodingKeys: String, CodingKey {
      case soxrVersion = "soxr_version"
    }
  }

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.configuration(as: Configuration.self) != nil
  }

  /// Every tensor whose name has a dot is a result, `<method>.<what>`; the others are the inputs.
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    let inputs = ResamplingInputs(golden)
    return try golden.tensors.names.filter { $0.contains(".") }.flatMap { name in
      let reference = try golden.tensors.tensor(name)
      let parts = name.split(separator: ".").map(String.init)
      if parts.first == "soxr" {
        return try SoxrResampling.compare(name, Array(parts.dropFirst()), reference, inputs)
      }
      return [try FormulaResampling.compare(name, parts, reference, inputs)]
    }
  }
}
