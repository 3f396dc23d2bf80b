import Layers
import Media
import Metrics
import Tensors

/// PSNR, SSIM and MS-SSIM against scikit-image and pytorch-msssim.
package enum ImageDistances: GoldenFamily {
  package static let name = "image-preprocess/metrics"

  private struct Configuration: Decodable {
    let pairs: [String]
  }

  /// A reference value's suffix, our metric, and how close they must be.
  private struct Distance {
    let suffix: String
    let metric: any ImageMetric
    let tolerance: Double
    let unit: Unit

    enum Unit: String {
      case absolute
      case relative
      case decibels = "dB"
    }
  }

  private static let distances: [Distance] = {
    let gaussian3 = SimilarityWindow.gaussian(tapCount: 3, sigma: 1.5)
    let similarities: [(String, any ImageMetric)] = [
      ("ssim_uniform7", StructuralSimilarity.uniform7),
      ("ssim_gaussian11", StructuralSimilarity.gaussian11),
      ("ssim_gaussian11_luma", StructuralSimilarity.gaussian11Luma),
      ("pm_ssim", StructuralSimilarity.gaussian11),
      ("pm_ms_ssim", MultiScaleStructuralSimilarity.standard),
      (
        "pm_ms_ssim_win3_3scales",
        MultiScaleStructuralSimilarity(window: gaussian3, weights: [0.3, 0.4, 0.3])
      ),
    ]
    return [
      Distance(
        suffix: "mse", metric: PixelDifference.meanSquaredError, tolerance: 1e-6, unit: .relative),
      Distance(
        suffix: "mae", metric: PixelDifference.meanAbsoluteError, tolerance: 1e-6,
        unit: .relative),
      Distance(
        suffix: "psnr", metric: PixelDifference.peakSignalToNoiseRatio, tolerance: 1e-4,
        unit: .decibels),
    ]
      + similarities.map { suffix, metric in
        Distance(suffix: suffix, metric: metric, tolerance: 1e-5, unit: .absolute)
      }
  }()

  package static func recognizes(_ golden: GoldenCase) -> Bool {
    golden.configuration(as: Configuration.self) != nil
      && golden.tensors.names.contains {
        $0.hasSuffix(".psnr")
      }
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    try (golden.configuration(as: Configuration.self)?.pairs ?? []).flatMap { pair in
      let image = try golden.image(pair + ".a")
      let other = try golden.image(pair + ".b")
      return try golden.tensors.names.compactMap { name -> TensorComparison? in
        guard name.hasPrefix(pair + "."), name != pair + ".a", name != pair + ".b" else {
          return nil
        }
        let suffix = name.dropFirst(pair.count + 1)
        guard let distance = distances.first(where: { $0.suffix == suffix }) else {
          return golden.unknownTensor(name)
        }
        return try compare(name, distance, distance.metric(image, other), golden)
      }
    }
  }

  private static func compare(
    _ name: String, _ distance: Distance, _ found: Double, _ golden: GoldenCase
  ) throws -> TensorComparison {
    let expected = Double(try golden.tensors.tensor(name, holding: 1)[0])
    let difference = found == expected ? 0 : abs(found - expected)
    let isRelative = distance.unit == .relative && difference > 0
    let error = isRelative ? difference / abs(expected) : difference
    return TensorComparison(
      name: name, largestError: error.isNaN ? .infinity : error, tolerance: distance.tolerance,
      unit: distance.unit.rawValue)
  }
}

extension SafetensorsFile {
  /// The elements of a tensor that must have `count` of them.
  ///
  /// - Throws: `CheckpointError.missingTensor` or `.wrongShape`.
  fileprivate func tensor(_ name: String, holding count: Int) throws -> [Float] {
    let tensor = try tensor(name)
    guard tensor.count == count else {
      throw CheckpointError.wrongShape(
        path: path, name: name, found: tensor.shape, expected: [count])
    }
    return tensor.elements
  }
}
