/// Power spectra of overlapping frames: |Σₙ w[n] x[t·hop + n] exp(−2πi k n / N)|².
///
/// A frame reads as many samples as the window has and is zero-padded behind to N. References that
/// centre a short window in a frame of N samples are this with ``AnalysisWindow/centred(_:in:)``.
package struct ShortTimeFourierTransform: Sendable {
  /// What is done to a frame's samples before the window.
  package enum FrameConditioning: Equatable, Sendable {
    case none
    /// Kaldi's: the frame's mean is removed, then x[n] − c·x[n−1], the first sample being its own
    /// predecessor.
    case meanRemovedAndPreEmphasized(coefficient: Double)
  }

  /// Samples between the starts of neighbouring frames.
  package let hopLength: Int
  /// The transform's size N.
  package let fourierLength: Int
  /// What surrounds the signal.
  package let padding: SignalPadding
  private let window: [Double]
  private let conditioning: FrameConditioning

  /// Frames that may cover one sample; bounds the spectra at a multiple of the signal.
  private static let largestOverlap = 256

  /// Frames of `window.count` samples every `hopLength`, transformed at `fourierLength` (the
  /// window's length where nil).
  ///
  /// - Throws: `MediaError.invalidRequest` for sizes that make no transform.
  package init(
    window: [Double], hopLength: Int, fourierLength: Int? = nil, padding: SignalPadding = .none,
    conditioning: FrameConditioning = .none
  ) throws {
    let size = try Self.checkedFourierLength(fourierLength ?? window.count)
    guard (1...size).contains(window.count), hopLength > 0,
      size / hopLength <= Self.largestOverlap, (0...size).contains(padding.count)
    else {
      throw MediaError.invalidRequest(
        reason:
          "no spectrum has windows of \(window.count) samples every \(hopLength) in transforms"
          + " of \(size), \(padding.count) of padding; give smaller sizes, or a hop of at least"
          + " \(size / Self.largestOverlap + 1)")
    }
    self.window = window
    self.hopLength = hopLength
    self.fourierLength = size
    self.padding = padding
    self.conditioning = conditioning
  }

  /// The usual form: a periodic Hann window of `windowLength` centred in each frame of
  /// `fourierLength` samples.
  ///
  /// - Throws: `MediaError.invalidRequest` for sizes that make no transform.
  package init(
    hannLength windowLength: Int, hopLength: Int, fourierLength: Int, padding: SignalPadding
  ) throws {
    let size = try Self.checkedFourierLength(fourierLength)
    guard (1...size).contains(windowLength) else {
      throw MediaError.invalidRequest(
        reason: "a window of \(windowLength) samples does not fit a transform of \(size)")
    }
    try self.init(
      window: AnalysisWindow.centred(AnalysisWindow.periodicHann(windowLength), in: size),
      hopLength: hopLength, padding: padding)
  }

  /// Values in one power spectrum: N/2 + 1.
  package var binCount: Int { fourierLength / 2 + 1 }

  /// The power spectrum of every frame, `[frames, bins]`.
  ///
  /// - Throws: `MediaError.invalidRequest` for a signal shorter than one frame or than its padding
  ///   needs.
  package func power(of signal: [Float]) throws -> Spectrogram {
    var values = [Float]()
    try forEachFrame(of: signal) { values += $0 }
    return Spectrogram(bandCount: binCount, values: values)
  }

  /// Calls `body` with each frame's power spectrum, which it may change in place.
  ///
  /// - Throws: `MediaError.invalidRequest`, as ``power(of:)``.
  package func forEachFrame(
    of signal: [Float], _ body: (_ power: inout [Float]) -> Void
  ) throws {
    let samples = try padding.padded(signal)
    guard samples.count >= window.count else {
      throw MediaError.invalidRequest(
        reason: "\(signal.count) samples are shorter than one frame of \(window.count)")
    }
    let transform = FourierTransform(count: fourierLength)
    var frame = [Double](repeating: 0, count: fourierLength)
    var power = [Float](repeating: 0, count: binCount)
    for start in stride(from: 0, through: samples.count - window.count, by: hopLength) {
      fill(&frame, from: samples, at: start)
      transform.withSpectrum(ofReal: frame) { spectrum in
        for bin in power.indices {
          let real = spectrum[2 * bin]
          let imaginary = spectrum[2 * bin + 1]
          power[bin] = Float(real * real + imaginary * imaginary)
        }
      }
      body(&power)
    }
  }

  private func fill(_ frame: inout [Double], from samples: [Float], at start: Int) {
    for index in window.indices { frame[index] = Double(samples[start + index]) }
    if case .meanRemovedAndPreEmphasized(let coefficient) = conditioning {
      let mean = frame[..<window.count].reduce(0, +) / Double(window.count)
      var previous = frame[0] - mean
      for index in window.indices {
        let sample = frame[index] - mean
        frame[index] = sample - coefficient * previous
        previous = sample
      }
    }
    for index in window.indices { frame[index] *= window[index] }
  }

  private static func checkedFourierLength(_ length: Int) throws -> Int {
    guard (1...FourierTransform.largestCount).contains(length) else {
      throw MediaError.invalidRequest(
        reason:
          "a Fourier transform has 1 to \(FourierTransform.largestCount) samples, not \(length)")
    }
    return length
  }
}
