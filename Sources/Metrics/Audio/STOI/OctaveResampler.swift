import Glibc
import Media

/// Resampling by a rational factor as Octave's `resample` does it, which STOI's scores depend on.
///
/// A Kaiser-windowed sinc with 60 dB rejection and a transition a tenth as wide as its cut-off
/// 1 / (2 max(p, q)), scaled to sum 1, used as a zero-phase polyphase filter.
struct OctaveResampler: Sendable {
  private let upFactor: Int
  private let downFactor: Int
  /// The filter's taps on each side of the middle one.
  private let reach: Int
  private let taps: [Double]

  private static let sampleRates = 1_000...192_000

  init(from inputRate: Int, to outputRate: Int) throws {
    guard Self.sampleRates.contains(inputRate), Self.sampleRates.contains(outputRate) else {
      throw MediaError.invalidRequest(
        reason: "cannot resample from \(inputRate) to \(outputRate) Hz here; resample the audio to"
          + " a rate within \(Self.sampleRates) Hz first")
    }
    let divisor = Self.greatestCommonDivisor(inputRate, outputRate)
    upFactor = outputRate / divisor
    downFactor = inputRate / divisor
    (taps, reach) = Self.lowPass(largestFactor: max(upFactor, downFactor))
  }

  /// ⌈count · p / q⌉ samples; the signal itself when the rates are equal.
  func callAsFunction(_ signal: [Float]) -> [Float] {
    guard upFactor != downFactor else { return signal }
    let count = (signal.count * upFactor + downFactor - 1) / downFactor
    return (0..<count).map { index in
      // Output `index` stands at `position` on the grid of the up-sampled signal, where input k
      // stands at k · p; the filter reaches `reach` points to either side.
      let position = index * downFactor
      let first = max(position - reach + upFactor - 1, 0) / upFactor
      let last = min((position + reach) / upFactor, signal.count - 1)
      var sum = 0.0
      for source in stride(from: first, through: last, by: 1) {
        sum += Double(signal[source]) * taps[position - source * upFactor + reach]
      }
      return Float(sum * Double(upFactor))
    }
  }

  private static func lowPass(largestFactor: Int) -> (taps: [Double], reach: Int) {
    let rejection = 60.0
    let cutOff = 1 / Double(2 * largestFactor)
    let transition = cutOff / 10
    let reach = Int(((rejection - 8) / (28.714 * transition)).rounded(.up))
    let shape = 0.1102 * (rejection - 8.7)
    let taps = (-reach...reach).map { place in
      let ratio = Double(place) / Double(reach)
      return sinc(2 * cutOff * Double(place)) * besselI0(shape * (1 - ratio * ratio).squareRoot())
    }
    let sum = taps.reduce(0, +)
    return (taps.map { $0 / sum }, reach)
  }

  private static func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(.pi * x) / (.pi * x)
  }

  /// The modified Bessel function I₀(x) = Σₖ ((x/2)ᵏ / k!)², which shapes the Kaiser window; its own
  /// scale cancels in the division by the sum.
  private static func besselI0(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var order = 1.0
    while term > sum * 1e-17 {
      let factor = x / (2 * order)
      term *= factor * factor
      sum += term
      order += 1
    }
    return sum
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : greatestCommonDivisor(second, first % second)
  }
}
