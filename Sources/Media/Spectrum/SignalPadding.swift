/// What stands before and behind a signal when it is cut into frames.
package enum SignalPadding: Equatable, Sendable {
  /// Nothing: only whole frames inside the signal.
  case none
  /// That many zeros on each side.
  case zeros(Int)
  /// That many samples on each side, mirrored about the first and the last one (not repeated).
  case reflection(Int)

  /// The signal with its padding.
  ///
  /// - Throws: `MediaError.invalidRequest` when there are too few samples to mirror.
  package func padded(_ signal: [Float]) throws -> [Float] {
    switch self {
    case .none:
      return signal
    case .zeros(let count):
      let zeros = [Float](repeating: 0, count: count)
      return zeros + signal + zeros
    case .reflection(let count):
      guard signal.count > count else {
        throw MediaError.invalidRequest(
          reason: "\(signal.count) samples are too short for a frame that mirrors \(count) at each"
            + " end; give at least \(count + 1)")
      }
      guard count > 0 else { return signal }
      return signal[1...count].reversed() + signal
        + signal[(signal.count - 1 - count)..<(signal.count - 1)].reversed()
    }
  }

  /// Samples on each side.
  package var count: Int {
    switch self {
    case .none: 0
    case .zeros(let count), .reflection(let count): count
    }
  }
}
