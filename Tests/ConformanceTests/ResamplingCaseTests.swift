import Bytes
import Conformance
import Layers
import Media
import Tensors
import TestSupport
import Testing

@Suite("Golden cases of resampling")
struct ResamplingCaseTests {
  private static let committed = ProjectFiles.golden("audio-preprocess/resample")

  /// Writes a case of these tensors to a temporary folder.
  private static func write(_ tensors: [String: Tensor], in folder: TemporaryFolder) throws {
    var writer = SafetensorsWriter()
    for (name, tensor) in tensors { writer.add(name, tensor) }
    try writer.write(to: folder.file("io.safetensors"))
    _ = try folder.write(Array(#"{"soxr_version": "1.1.0"}"#.utf8), to: "config.json")
  }

  /// The committed case's tensors.
  private static func tensors() throws -> [String: Tensor] {
    let file = try SafetensorsFile(path: committed + "/io.safetensors")
    return try Dictionary(uniqueKeysWithValues: file.names.map { ($0, try file.tensor($0)) })
  }

  @Test("The committed case passes, every result of it")
  func committedCase() throws {
    let verification = try Verification(casePath: Self.committed)
    #expect(verification.family == "audio-preprocess/resample")
    for comparison in verification.comparisons {
      #expect(comparison.passes, "\(comparison.name): \(comparison.largestError)")
    }
    let inputs: Set = ["x44k", "x48k", "stereo44k"]
    let results = Set(try Self.tensors().keys).subtracting(inputs)
    #expect(Set(verification.comparisons.map(\.name)) == results)
  }

  @Test(
    "One sample that is off fails its own tensor and no other",
    arguments: [
      ("soxr.44k_24k.HQ", 0.006), ("soxr.stereo44k_24k.HQ", 0.006),
      ("soxr.16k_48k.HQ.float64_input", 0.006), ("soxr.sine9000.44k_24k.HQ", 2e-4),
      ("julius.48k_16k", 2e-5), ("sinc_hann.stereo44k_24k", 2e-5),
      ("sinc_kaiser_best.24k_44k", 2e-5),
      ("sinc_hann.kernel.44k_24k", 2e-5), ("sinc_hann.kernel_width.48k_16k", 1),
      ("resample_poly.16k_48k", 3e-6),
    ] as [(String, Float)])
  func perturbedCase(name: String, change: Float) throws {
    let folder = try TemporaryFolder()
    var tensors = try Self.tensors()
    let middle = try #require(tensors[name]).count / 2
    tensors[name]?.elements[middle] += change
    try Self.write(tensors, in: folder)
    let failures = try Verification(casePath: folder.path).comparisons.filter { !$0.passes }
    #expect(Set(failures.map(\.name)) == [name])
  }

  @Test("Another number of samples fails, but for one sample of soxr's, which is noted")
  func otherCounts() throws {
    let folder = try TemporaryFolder()
    var tensors = try Self.tensors()
    for (name, extra) in [("soxr.48k_16k.LQ", 1), ("soxr.48k_16k.MQ", 2), ("julius.48k_16k", 1)] {
      let elements = try #require(tensors[name]).elements + Array(repeating: 0, count: extra)
      tensors[name] = Tensor(shape: [elements.count], elements: elements)
    }
    try Self.write(tensors, in: folder)
    let comparisons = try Verification(casePath: folder.path).comparisons
    let failed = Set(comparisons.filter { !$0.passes }.map(\.name))
    #expect(failed == ["soxr.48k_16k.MQ", "julius.48k_16k"])
    #expect(comparisons.contains { $0.name == "soxr.48k_16k.LQ" && $0.note != nil })
  }

  @Test("A case with other pairs, lengths and inputs is compared by its own names")
  func otherPairs() throws {
    let folder = try TemporaryFolder()
    let samples = (0..<3000).map { Float(($0 * 7919) % 2001 - 1000) / 2000 }
    func tensor(_ samples: [Float]) -> Tensor { Tensor(shape: [samples.count], elements: samples) }
    try Self.write(
      [
        "x32k": tensor(samples),
        "julius.32k_22k": tensor(try Resampler(from: 32_000, to: 22_050, method: .julius)(samples)),
        "soxr.8k_32k.HQ": tensor(try Resampler(from: 8000, to: 32_000)(samples)),
      ], in: folder)
    let verification = try Verification(casePath: folder.path)
    #expect(verification.passes)
    #expect(Set(verification.comparisons.map(\.name)) == ["julius.32k_22k", "soxr.8k_32k.HQ"])
  }

  @Test(
    "A result of an unknown kind fails instead of being passed over",
    arguments: [
      "magic.44k_24k", "soxr.44k_24k.XQ", "julius.44k", "resample_poly.kernel.44k_24k", "soxr.",
      ".",
    ])
  func unknownResults(name: String) throws {
    let folder = try TemporaryFolder()
    try Self.write(
      ["x44k": Tensor(shape: [100]), name: Tensor(shape: [100])], in: folder)
    #expect(try !Verification(casePath: folder.path).passes)
  }
}
