import CFourier

/// A discrete Fourier transform of one size, planned once (kissfft, double precision).
///
/// X[k] = Σₙ x[n] exp(−2πi k n / N), unscaled. One object serves one thread at a time.
package final class FourierTransform {
  /// The number of samples N.
  package let count: Int
  private let plan: OpaquePointer
  private var input: [Double]
  private var output: [Double]

  /// Plans transforms of `count` samples, at least 1.
  package init(count: Int) {
    precondition(count > 0, "a Fourier transform of no samples")
    guard let plan = tessera_fourier_create(count) else {
      preconditionFailure("no memory for a Fourier transform of \(count) samples")
    }
    self.count = count
    self.plan = plan
    input = Array(repeating: 0, count: 2 * count)
    output = input
  }

  deinit { tessera_fourier_destroy(plan) }

  /// The bins `0...count/2` of a real signal of `count` samples, as (real, imaginary) pairs lent to
  /// `body` interleaved: bin k at 2k and 2k+1.
  package func withSpectrum<Result>(
    ofReal signal: [Double], _ body: (UnsafeBufferPointer<Double>) throws -> Result
  ) rethrows -> Result {
    precondition(signal.count == count, "\(signal.count) samples for a transform of \(count)")
    for index in 0..<count {
      input[2 * index] = signal[index]
      input[2 * index + 1] = 0
    }
    tessera_fourier_forward(plan, input, &output)
    return try output.withUnsafeBufferPointer { spectrum in
      try body(UnsafeBufferPointer(rebasing: spectrum[0..<2 * (count / 2 + 1)]))
    }
  }
}
