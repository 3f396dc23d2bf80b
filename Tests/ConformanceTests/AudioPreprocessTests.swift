import Bytes
import Conformance
import Layers
import TestSupport
import Testing

@Suite("Spectra and audio metrics agree with the reference implementations")
struct AudioPreprocessTests {
  /// The tensors that a case gives rather than expects.
  private static let inputs: Set = [
    "audio", "audio16k", "whisper.n_samples", "reference", "loudness_audio", "clean", "clean8k",
  ]
  private static let inputPrefixes = ["estimate.", "degraded.", "degraded8k."]

  private static func expectedNames(_ tensors: SafetensorsFile) -> Set<String> {
    Set(
      tensors.names.filter { name in
        !inputs.contains(name) && !inputPrefixes.contains { name.hasPrefix($0) }
      })
  }

  @Test(arguments: ["mel", "distances", "intelligibility"])
  func everyTensorOfTheCommittedCasePasses(_ name: String) throws {
    let path = ProjectFiles.golden("audio-preprocess/" + name)
    let verification = try Verification(casePath: path)
    #expect(verification.family == "audio-preprocess/" + name)
    for comparison in verification.comparisons {
      #expect(comparison.passes, "\(comparison)")
    }
    let tensors = try ProjectFiles.goldenTensors("audio-preprocess/" + name)
    #expect(Set(verification.comparisons.map(\.name)) == Self.expectedNames(tensors))
  }

  @Test(arguments: ["mel", "distances", "intelligibility"])
  func everyDamagedTensorFails(_ name: String) throws {
    let folder = try TemporaryFolder()
    let path = ProjectFiles.golden("audio-preprocess/" + name)
    let tensors = try ProjectFiles.goldenTensors("audio-preprocess/" + name)
    var bytes = try MappedFile(path: path + "/io.safetensors").allBytes()
    for name in Self.expectedNames(tensors) {
      let entry = try #require(tensors.entry(name))
      // The top exponent bit of the first 32-bit float: no value stays near itself.
      bytes[entry.range.lowerBound + 3] ^= 0x40
    }
    _ = try folder.write(bytes, to: "io.safetensors")
    _ = try folder.write(MappedFile(path: path + "/config.json").allBytes(), to: "config.json")

    let verification = try Verification(casePath: folder.path)
    for comparison in verification.comparisons {
      #expect(!comparison.passes, "\(comparison)")
    }
  }

  @Test(
    "Impossible sizes in a configuration are refused",
    arguments: [
      ("mel", "\"hop\": 256", "\"hop\": 0"),
      ("mel", "\"n_fft\": 1024", "\"n_fft\": -4"),
      ("mel", "\"n_fft\": 1024", "\"n_fft\": 4611686018427387904"),
      ("mel", "\"n_mels\": 80", "\"n_mels\": 9223372036854775807"),
      ("mel", "\"fmin\": 0.0", "\"fmin\": 1e9"),
      ("mel", "\"sr\": 24000", "\"sr\": -24000"),
      ("distances", "\"sr\": 24000", "\"sr\": 0"),
      ("distances", "    120,", "    9223372036854775807,\n    0,"),
      ("distances", "    1024,\n    2048\n", "    1024,\n    131072\n"),
      ("intelligibility", "\"sample_rate\": 16000", "\"sample_rate\": 0"),
      ("intelligibility", "\"sample_rate\": 16000", "\"sample_rate\": 9223372036854775807"),
    ])
  func impossibleSizes(_ name: String, _ original: String, _ replacement: String) throws {
    let folder = try TemporaryFolder()
    let path = ProjectFiles.golden("audio-preprocess/" + name)
    let configuration = String(
      decoding: try MappedFile(path: path + "/config.json").allBytes(), as: UTF8.self)
    let parts = configuration.split(
      separator: original, maxSplits: 1, omittingEmptySubsequences: false)
    #expect(parts.count == 2, "the configuration has no \(original)")
    _ = try folder.write(
      Array((parts.joined(separator: replacement)).utf8), to: "config.json")
    _ = try folder.write(
      MappedFile(path: path + "/io.safetensors").allBytes(), to: "io.safetensors")
    #expect(throws: (any Error).self) { try Verification(casePath: folder.path) }
  }
}
