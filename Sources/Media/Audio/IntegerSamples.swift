/// How float samples become integers.
///
/// q = x · 2^(bits-1), rounded to the nearest with halves away from zero, then held within
/// -2^(bits-1) and 2^(bits-1) - 1.
///
/// Full scale is asymmetric: -1 is kept, +1 becomes the largest integer, one step short of it.
/// Decoding divides by 2^(bits-1), so integers that came from a file return unchanged.
package struct IntegerSamples: Sendable {
  /// The bits of one sample, at most 24, so that the arithmetic is exact in double precision.
  package let bits: Int

  /// Rounds to this many bits.
  package init(bits: Int) {
    precondition((2...24).contains(bits), "integer samples of \(bits) bits")
    self.bits = bits
  }

  /// The integer that stands for one finite sample.
  package func quantized(_ sample: Float) -> Int32 {
    let scale = Double(1 << (bits - 1))
    let held = min(max(Double(sample) * scale, -scale), scale - 1)
    // Truncation of x ± 0.5 is rounding to the nearest with halves away from zero.
    return Int32(held < 0 ? held - 0.5 : held + 0.5)
  }
}
