import Glibc

/// Test signals that need no file.
enum AudioSignals {
  /// Syllables: a harmonic tone that swells and fades four times a second, with pauses.
  static func voiced(count: Int, sampleRate: Int) -> [Float] {
    (0..<count).map { index in
      let time = Double(index) / Double(sampleRate)
      let pitch = 2 * Double.pi * (120 * time + 3 * sin(2 * .pi * time))
      let harmonics = (1...25).reduce(0.0) { $0 + sin(pitch * Double($1)) / Double($1) }
      return Float(0.2 * max(0, sin(2 * .pi * 2 * time)) * harmonics)
    }
  }

  /// Uniform noise in −1...1 from a linear congruence, the same everywhere.
  static func noise(count: Int) -> [Float] {
    var state: UInt32 = 12_345
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / 8_388_608 - 1
    }
  }

  /// A sine of the given frequency and amplitude.
  static func sine(_ frequency: Double, amplitude: Double, count: Int, sampleRate: Int) -> [Float] {
    (0..<count).map {
      Float(amplitude * sin(2 * .pi * frequency * Double($0) / Double(sampleRate)))
    }
  }

  /// first + gain · second.
  static func mix(_ first: [Float], _ second: [Float], gain: Float) -> [Float] {
    zip(first, second).map { $0 + gain * $1 }
  }
}
