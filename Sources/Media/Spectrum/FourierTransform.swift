import CFourier
import Glibc

/// A discrete Fourier transform of one size, planned once (kissfft, double precision).
///
/// X[k] = Σₙ x[n] exp(−2πi k n / N), unscaled. One object serves one thread at a time.
package final class FourierTransform {
  /// The largest size that front ends plan; audio models use at most a few thousand samples.
  package static let largestCount = 1 << 16

  /// The number of samples N.
  package let count: Int
  private let plan: OpaquePointer
  private var input: [Double]
  private var transformed: [Double]
  private var spectrum: [Double]
  /// exp(−2πi k / N) for the bins 0...N/2, interleaved; empty when N is odd.
  private let twiddles: [Double]

  /// Plans transforms of `count` samples, at least 1.
  package init(count: Int) {
    precondition(count > 0, "a Fourier transform of no samples")
    let isEven = count.isMultiple(of: 2)
    let planned = isEven ? count / 2 : count
    guard let plan = tessera_fourier_create(planned) else {
      preconditionFailure("no memory for a Fourier transform of \(count) samples")
    }
    self.count = count
    self.plan = plan
    input = Array(repeating: 0, count: isEven ? 0 : 2 * count)
    transformed = Array(repeating: 0, count: 2 * planned)
    spectrum = Array(repeating: 0, count: 2 * (count / 2 + 1))
    twiddles = isEven ? Self.twiddles(count: count) : []
  }

  deinit { tessera_fourier_destroy(plan) }

  /// The bins `0...count/2` of a real signal of `count` samples, as (real, imaginary) pairs lent to
  /// `body` interleaved: bin k at 2k and 2k+1.
  package func withSpectrum<Result>(
    ofReal signal: [Double], _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) rethrows -> Result {
    precondition(signal.count == count, "\(signal.count) samples for a transform of \(count)")
    if twiddles.isEmpty {
      transformOdd(signal)
    } else {
      transformEven(signal)
    }
    return try spectrum.withUnsafeBufferPointer(body)
  }

  private func transformOdd(_ signal: [Double]) {
    for index in 0..<count { input[2 * index] = signal[index] }
    tessera_fourier_forward(plan, input, &transformed)
    for index in spectrum.indices { spectrum[index] = transformed[index] }
  }

  /// Half the work for an even count: the signal is read as N/2 complex values
  /// z[n] = x[2n] + i x[2n+1], whose transform Z holds those of the even samples
  /// (Z[k] + Z*[N/2−k]) / 2 and of the odd ones (Z[k] − Z*[N/2−k]) / 2i.
  private func transformEven(_ signal: [Double]) {
    tessera_fourier_forward(plan, signal, &transformed)
    let half = count / 2
    transformed.withUnsafeBufferPointer { z in
      twiddles.withUnsafeBufferPointer { twiddle in
        spectrum.withUnsafeMutableBufferPointer { x in
          for bin in 0...half {
            let here = 2 * (bin % half)
            let mirrored = 2 * ((half - bin) % half)
            let evenReal = (z[here] + z[mirrored]) / 2
            let evenImaginary = (z[here + 1] - z[mirrored + 1]) / 2
            let oddReal = (z[here + 1] + z[mirrored + 1]) / 2
            let oddImaginary = (z[mirrored] - z[here]) / 2
            let cosine = twiddle[2 * bin]
            let sine = twiddle[2 * bin + 1]
            x[2 * bin] = evenReal + cosine * oddReal - sine * oddImaginary
            x[2 * bin + 1] = evenImaginary + cosine * oddImaginary + sine * oddReal
          }
        }
      }
    }
  }

  private static func twiddles(count: Int) -> [Double] {
    (0...count / 2).flatMap { bin in
      let angle = -2 * Double.pi * Double(bin) / Double(count)
      return [cos(angle), sin(angle)]
    }
  }
}
