import Glibc
package import Media

/// Programme loudness in LUFS by ITU-R BS.1770-4, as audiotools and pyloudnorm compute it.
///
/// Mean squares of K-weighted blocks of 400 ms every 100 ms, the last one completed by zeros; blocks
/// at or below −70 LUFS are left out, then those at or below 10 LU under the mean of the rest.
/// Sound under half a second is followed by zeros. Silence, and all below, is −70.
package enum IntegratedLoudness {
  /// What is computed, for printing.
  package static let protocolText =
    "integrated loudness in LUFS by ITU-R BS.1770-4 (400 ms blocks, gates at -70 LUFS and -10 LU)"

  /// Weights of left, right, centre, left surround and right surround.
  private static let channelGains = [1, 1, 1, 1.41, 1.41]
  private static let blockSeconds = 0.4
  private static let smallestLoudness = -70.0
  /// The shelf at 1500 Hz needs room below half the rate; above the range there is no audio.
  private static let sampleRates = 4_000...768_000

  /// The loudness of a clip of one to five channels, at least −70 LUFS.
  ///
  /// - Throws: `MediaError.invalidRequest` for more channels or an unusable sample rate.
  package static func loudness(of clip: AudioClip) throws -> Double {
    guard clip.channels.count <= channelGains.count, sampleRates.contains(clip.sampleRate) else {
      throw MediaError.invalidRequest(
        reason: "loudness of \(clip.channels.count) channels at \(clip.sampleRate) Hz is not"
          + " defined; give at most \(channelGains.count) channels at \(sampleRates) Hz")
    }
    let weighting = KWeighting(sampleRate: clip.sampleRate)
    var blocks = [Double]()
    for (samples, gain) in zip(clip.channels, channelGains) {
      let powers = blockPowers(weighting(lengthened(samples, clip)), sampleRate: clip.sampleRate)
      if blocks.isEmpty { blocks = Array(repeating: 0, count: powers.count) }
      for index in powers.indices { blocks[index] += gain * powers[index] }
    }
    return max(gatedLoudness(ofBlocks: blocks), smallestLoudness)
  }

  private static func gatedLoudness(ofBlocks blocks: [Double]) -> Double {
    let audible = blocks.filter { loudness(ofPower: $0) > smallestLoudness }
    let relativeGate = loudness(ofPower: mean(audible)) - 10
    return loudness(ofPower: mean(audible.filter { loudness(ofPower: $0) > relativeGate }))
  }

  private static func lengthened(_ samples: [Float], _ clip: AudioClip) -> [Float] {
    let missing = Int((0.5 - clip.seconds) * Double(clip.sampleRate))
    return samples + [Float](repeating: 0, count: max(missing, 0))
  }

  private static func blockPowers(_ signal: [Double], sampleRate: Int) -> [Double] {
    let samples = blockSeconds * Double(sampleRate)
    let length = Int(samples)
    let hop = Int(samples * 0.25)
    let hops = (max(signal.count - length, 0) + hop - 1) / hop
    return (0...hops).map { index in
      let block = signal[index * hop..<min(index * hop + length, signal.count)]
      return block.reduce(0) { $0 + $1 * $1 } / samples
    }
  }

  private static func loudness(ofPower power: Double) -> Double {
    -0.691 + 10 * log10(power)
  }

  /// The mean, 0 for no values: the power of silence, whose loudness is −∞.
  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}
