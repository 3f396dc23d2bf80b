import Media

/// A reference and its estimate, equally long: what every audio metric compares.
package struct SignalPair: Sendable {
  /// The signal as it was.
  package let reference: [Float]
  /// The signal as it came back.
  package let estimate: [Float]

  /// Nominally samples are within −1...1; up to this, powers of spectra fit into 32-bit floats.
  private static let largestMagnitude: Float = 1e6

  /// Pairs two signals sample by sample.
  ///
  /// - Throws: `MediaError.invalidRequest` when they are empty, differ in length, or hold NaN or
  ///   magnitudes over a million.
  package init(reference: [Float], estimate: [Float]) throws {
    guard reference.count == estimate.count, !reference.isEmpty else {
      throw MediaError.invalidRequest(
        reason: "a reference of \(reference.count) samples and an estimate of \(estimate.count)"
          + " cannot be compared; give two signals of one length")
    }
    guard [reference, estimate].joined().allSatisfy({ abs($0) <= Self.largestMagnitude }) else {
      throw MediaError.invalidRequest(
        reason: "samples that are NaN or beyond \(Self.largestMagnitude) are no sound; give samples"
          + " within -1...1")
    }
    self.reference = reference
    self.estimate = estimate
  }

  /// Mean of |reference − estimate| over corresponding values.
  static func meanAbsoluteDifference(_ first: [Float], _ second: [Float]) -> Double {
    precondition(first.count == second.count, "\(first.count) values against \(second.count)")
    var sum = 0.0
    for index in first.indices { sum += Double(abs(first[index] - second[index])) }
    return sum / Double(first.count)
  }
}
