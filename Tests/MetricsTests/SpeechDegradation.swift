/// Ways to spoil a signal that give the same samples in any language with 32-bit floats.
enum SpeechDegradation: String, CaseIterable, Sendable {
  case noisy, clipped, gappy, late, interrupted, muffled, shortened

  /// The spoilt signal.
  func applied(to signal: [Float], sampleRate: Int) -> [Float] {
    let middle = signal.count / 2
    switch self {
    case .noisy:
      return zip(signal, Self.noise(count: signal.count)).map { $0 + $1 * 0.05 }
    case .clipped:
      return signal.map { min(max($0, -0.03), 0.03) }
    case .gappy:
      return signal.enumerated().map { index, sample in
        index % (sampleRate / 10) < sampleRate / 50 ? 0 : sample
      }
    case .late:
      return Array(repeating: 0, count: 1000) + signal
    case .interrupted:
      return signal[..<middle] + Array(repeating: 0, count: sampleRate / 20) + signal[middle...]
    case .muffled:
      let earlier = [0, 0, 0] + signal
      return signal.indices.map { index in
        (earlier[index + 3] + earlier[index + 2] + earlier[index + 1] + earlier[index]) * 0.25
      }
    case .shortened:
      let cut = signal.count / 4
      return Array(signal[..<cut] + signal[(cut + 3 * sampleRate / 50)...])
    }
  }

  /// Uniform noise in −½..<½: the upper 24 bits of a linear congruence that starts at 1.
  static func noise(count: Int) -> [Float] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / 16_777_216 - 0.5
    }
  }
}
