import Conformance
import TestSupport
import Testing

@Suite("Codes against the reference's")
struct CodeComparisonTests {
  /// The comparison of `codes` after the reference's first code and its margin were changed.
  private static func compare(
    _ name: String, marginName: String, margin: Float
  ) throws -> TensorComparison {
    let copy = try GoldenCopy(name)
    try copy.edit("io.safetensors", tensor: "codes") { $0[$0.startIndex] ^= 1 }
    try copy.edit("io.safetensors", tensor: marginName) { bytes in
      for byte in 0..<4 {
        bytes[bytes.startIndex + byte] = UInt8(truncatingIfNeeded: margin.bitPattern >> (8 * byte))
      }
    }
    let comparisons = try Verification(casePath: copy.path).comparisons
    return try #require(comparisons.first { $0.name == "codes" })
  }

  private static let cases = [
    ("titok/maskgit-vqgan", "codes_margin", 128), ("titok/titok-legacy-l2", "codes_margin", 32),
    ("titok/tatitok", "codes_margin", 32), ("quantizers/vq-euclidean", "margin", 80),
    ("quantizers/vq-product", "margin", 192),
  ]

  @Test("may differ where the margin is below 1e-4, and are counted", arguments: cases)
  func excused(name: String, marginName: String, count: Int) throws {
    let comparison = try Self.compare(name, marginName: marginName, margin: 0x1p-14)
    #expect(comparison.passes)
    #expect(!comparison.isExact)
    #expect(comparison.codes?.codeCount == count)
    #expect(comparison.codes?.differingCount == 1)
    #expect(comparison.codes?.unexcusedCount == 0)
    #expect(comparison.codes?.margins == 0x1p-14...0x1p-14)
  }

  @Test("may not where it is 1e-4 or more", arguments: cases, [Float(1.01e-4), 3, .nan])
  func unexcused(_ golden: (name: String, marginName: String, count: Int), margin: Float) throws {
    let comparison = try Self.compare(golden.name, marginName: golden.marginName, margin: margin)
    #expect(!comparison.passes)
    #expect(comparison.largestError == 1)
    #expect(comparison.codes?.unexcusedCount == 1)
  }

  @Test("may not where no margin is stated")
  func withoutMargins() throws {
    let copy = try GoldenCopy("quantizers/vq-ema-euclidean")
    try copy.edit("io.safetensors", tensor: "step1.codes") { $0[$0.startIndex] ^= 1 }
    let failures = try Verification(casePath: copy.path).comparisons.filter { !$0.passes }
    #expect(failures.map(\.name) == ["step1.codes"])
    #expect(failures.first?.codes?.margins == nil)
    #expect(failures.first?.codes?.differingCount == 1)
  }

  @Test("outside the codebook fail, and the decoder is still compared")
  func outsideTheCodebook() throws {
    for (name, top) in [("titok/maskgit-vqgan", UInt8(0x7F)), ("titok/tatitok", 0xFF)] {
      let copy = try GoldenCopy(name)
      try copy.edit("io.safetensors", tensor: "codes") { $0[$0.startIndex + 7] = top }
      let failures = try Verification(casePath: copy.path).comparisons.filter { !$0.passes }
      #expect(failures.map(\.name) == ["codes"])
    }
  }

  @Test("a wrong code in the reference shows in what was decoded from it")
  func otherCode() throws {
    let copy = try GoldenCopy("titok/titok-rgb-l2")
    try copy.edit("io.safetensors", tensor: "codes") { $0[$0.startIndex] ^= 1 }
    let failures = try Verification(casePath: copy.path).comparisons.filter { !$0.passes }
    #expect(failures.map(\.name).contains("reconstruction"))
    #expect(!failures.map(\.name).contains("quantized"))
  }
}
