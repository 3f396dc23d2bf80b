import Glibc
package import Media

/// Magnitudes of 15 third-octave bands from 150 Hz on, over frames of 25.6 ms at 10 kHz.
package struct ThirdOctaveBands: Sendable {
  private static let bandCount = 15
  private static let lowestCentre = 150.0
  private static let fourierLength = 512

  /// Ones where a band covers a Fourier bin, `[15, 257]`.
  package let bank: FilterBank
  private let transform: ShortTimeFourierTransform

  /// Plans the transform and the bands.
  ///
  /// - Throws: what ``ShortTimeFourierTransform`` throws.
  package init() throws {
    transform = try ShortTimeFourierTransform(
      window: AnalysisWindow.hannWithoutEnds(ActiveFrames.frameLength),
      hopLength: ActiveFrames.hopLength, fourierLength: Self.fourierLength)
    let binCount = transform.binCount
    bank = FilterBank(
      binCount: binCount,
      rows: (0..<Self.bandCount).map { band in
        let covered = Self.edge(below: band)..<Self.edge(below: band + 1)
        return (0..<binCount).map { covered.contains($0) ? 1 : 0 }
      })
  }

  /// √(Σ power) of each band, `[frames, 15]`; no frames for a signal of 256 samples or fewer.
  ///
  /// - Throws: what ``ShortTimeFourierTransform`` throws.
  package func callAsFunction(_ signal: [Float]) throws -> Spectrogram {
    // The reference leaves out a frame that ends with the last sample.
    let examined = Array(signal.dropLast())
    var values = [Float]()
    if examined.count >= ActiveFrames.frameLength {
      try transform.forEachFrame(of: examined) { bank.append(bandsOf: $0, to: &values) }
    }
    return Spectrogram(bandCount: bank.bandCount, values: values).squareRoots()
  }

  /// The Fourier bin nearest to a band's lower edge, a sixth of an octave under its centre.
  private static func edge(below band: Int) -> Int {
    let frequency = lowestCentre * pow(2, Double(2 * band - 1) / 6)
    return Int((frequency * Double(fourierLength) / Double(STOI.workingRate)).rounded())
  }
}
