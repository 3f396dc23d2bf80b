import CKernels
import Glibc
package import Tensors

/// The modified discrete cosine transform with a sine window: frames that overlap by half, as many
/// coefficients as samples, perfect reconstruction (Princen, Johnson and Bradley, 1987).
///
/// With N = `hop`, frame t spans the samples (t−1)N ..< (t+1)N and
/// X[k] = √(2/N) Σₙ w[n] x[n] cos(π/N (n + ½ + N/2)(k + ½)), w[n] = sin(π (n + ½) / 2N).
/// The sound is thought of as silent before its start and after its end.
package struct LappedCosineTransform: Sendable {
  /// Samples between frames, and coefficients of a frame.
  package let hop: Int
  /// Windowed cosines, `[hop, 2 * hop]`.
  private let basis: Tensor

  /// Prepares the transform of one hop length.
  package init(hop: Int) {
    precondition(hop > 0, "a hop of no samples")
    self.hop = hop
    let size = Double(hop)
    var elements = [Float]()
    elements.reserveCapacity(2 * hop * hop)
    for coefficient in 0..<hop {
      for sample in 0..<2 * hop {
        let window = sin(.pi * (Double(sample) + 0.5) / (2 * size))
        let phase = .pi / size * (Double(sample) + 0.5 + size / 2) * (Double(coefficient) + 0.5)
        elements.append(Float((2 / size).squareRoot() * window * cos(phase)))
      }
    }
    basis = Tensor(shape: [hop, 2 * hop], elements: elements)
  }

  /// How many frames cover a sound.
  package func frameCount(sampleCount: Int) -> Int {
    (sampleCount + hop - 1) / hop + 1
  }

  /// The coefficients of a sound, `[frames, hop]`.
  package func forward(_ samples: [Float]) -> Tensor {
    let frames = frameCount(sampleCount: samples.count)
    var windows = [Float](repeating: 0, count: frames * 2 * hop)
    for frame in 0..<frames {
      let covered = covered(byFrame: frame, sampleCount: samples.count)
      let place = (frame + 1) * hop + covered.lowerBound
      windows.replaceSubrange(place..<place + covered.count, with: samples[covered])
    }
    return Tensor(shape: [frames, 2 * hop], elements: windows).multiplied(byTransposeOf: basis)
  }

  /// The first `sampleCount` samples of the sound that has these coefficients, `[frames, hop]`.
  package func inverse(_ coefficients: Tensor, sampleCount: Int) -> [Float] {
    let windows = coefficients.multiplied(by: basis).elements
    var samples = [Float](repeating: 0, count: sampleCount)
    samples.withUnsafeMutableBufferPointer { samples in
      windows.withUnsafeBufferPointer { windows in
        for frame in 0..<coefficients.shape[0] {
          let covered = covered(byFrame: frame, sampleCount: sampleCount)
          tessera_add(
            samples.baseAddress.map { $0 + covered.lowerBound },
            windows.baseAddress.map { $0 + (frame + 1) * hop + covered.lowerBound }, covered.count)
        }
      }
    }
    return samples
  }

  /// The samples of a sound that a frame spans; sample s is the frame's value s - (frame - 1) hop,
  /// which stands at (frame + 1) hop + s among the values of all frames.
  private func covered(byFrame frame: Int, sampleCount: Int) -> Range<Int> {
    let start = max((frame - 1) * hop, 0)
    return start..<max(min((frame + 1) * hop, sampleCount), start)
  }
}
