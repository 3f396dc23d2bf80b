import Layers
import Media
import Tensors

/// The signals of a resampling case and the labels that name them.
struct ResamplingInputs {
  /// A pair such as `44k_24k` or `stereo44k_24k`.
  struct Pair {
    let source: String
    let target: String
    let isStereo: Bool
    let ratio: RateRatio

    /// Reads a label, or returns nil when it is none.
    init?(_ label: String) {
      isStereo = label.hasPrefix("stereo")
      let labels = label.dropFirst(isStereo ? 6 : 0).split(separator: "_").map(String.init)
      guard labels.count == 2, let source = Self.rate(labels[0]), let target = Self.rate(labels[1]),
        let ratio = try? RateRatio(from: source, to: target)
      else { return nil }
      (self.source, self.target) = (labels[0], labels[1])
      self.ratio = ratio
    }

    /// Whole kilohertz as they are, except that 11k, 22k, 44k … are multiples of 11,025 Hz.
    private static func rate(_ label: String) -> Int? {
      guard label.hasSuffix("k"), let kilohertz = Int(label.dropLast()), (1...1000) ~= kilohertz
      else { return nil }
      return kilohertz % 11 == 0 ? kilohertz / 11 * 11_025 : kilohertz * 1000
    }
  }

  private let tensors: SafetensorsFile

  init(_ golden: GoldenCase) {
    tensors = golden.tensors
  }

  /// How many samples an upsampled pair takes from the start of the signal at its target rate.
  private static let prefixLengths = ["48k": 900, "44k": 1100]

  /// `[channels, samples]` to resample: the signal recorded at the source rate, or else the start of
  /// the one at the target rate, taken to be at the source rate.
  func channels(_ pair: Pair) throws -> [[Float]] {
    let prefix = pair.isStereo ? "stereo" : "x"
    if tensors.entry(prefix + pair.source) != nil {
      return Self.rows(try tensors.tensor(prefix + pair.source))
    }
    let rows = Self.rows(try tensors.tensor(prefix + pair.target))
    return rows.map { Array($0.prefix(Self.prefixLengths[pair.target] ?? $0.count)) }
  }

  /// The last axis as rows.
  static func rows(_ tensor: Tensor) -> [[Float]] {
    let length = max(tensor.shape.last ?? 1, 1)
    return stride(from: 0, to: tensor.count, by: length).map {
      Array(tensor.elements[$0..<$0 + length])
    }
  }
}
