import Testing
import Tokenizers

@Suite("Length policies in words")
struct LengthPolicyTests {
  static let policies: [(text: String, policy: LengthPolicy)] = [
    ("all", .all), ("codebooks:1", .codebooks(1)), ("codebooks:255", .codebooks(255)),
    ("psnr:26.0", .quality(QualityTarget(metric: .psnr, decibels: 26))),
    ("psnr:-3.5", .quality(QualityTarget(metric: .psnr, decibels: -3.5))),
    ("sisdr:8.25", .quality(QualityTarget(metric: .siSDR, decibels: 8.25))),
    ("0.3bpp", .budget(BitBudget(amount: 0.3, unit: .bitsPerPixel))),
    ("2.0kbps", .budget(BitBudget(amount: 2, unit: .kilobitsPerSecond))),
    ("1e-05bpp", .budget(BitBudget(amount: 1e-5, unit: .bitsPerPixel))),
  ]

  @Test("what is printed is read back", arguments: policies)
  func roundTrip(text: String, policy: LengthPolicy) throws {
    #expect(policy.description == text)
    #expect(try LengthPolicy(parsing: text) == policy)
  }

  @Test("numbers may be written shorter", arguments: ["psnr:26", "sisdr:+8", "2kbps", ".5bpp"])
  func shortForms(text: String) throws {
    let policy = try LengthPolicy(parsing: text)
    #expect(policy.description != text)
    #expect(try LengthPolicy(parsing: policy.description) == policy)
  }

  @Test("only a quality takes a decoder", arguments: policies)
  func needsDecoder(text: String, policy: LengthPolicy) {
    #expect(policy.needsDecoder == (text.hasPrefix("psnr") || text.hasPrefix("sisdr")))
  }

  @Test(
    "anything else is malformed",
    arguments: [
      "", " ", "All", "all ", "codebooks", "codebooks:", "codebooks:0", "codebooks:-1",
      "codebooks:1.5", "codebooks:x", "codebooks:9223372036854775808", "codebooks:1:2", "psnr:",
      "psnr", "psnr:x", "psnr:nan", "psnr:inf", "psnr:-infinity", "psnr:26:27", "psnr:26 ",
      "PSNR:26", "ssim:0.9", ":26", "bpp", "0bpp", "-1bpp", "nanbpp", "infbpp", "0.3", "0.3bps",
      "0.3 kbps", "1e999kbps", "0x", "0.3bppkbps", "k:b:p:s",
    ])
  func malformed(text: String) throws {
    let error = try #require(throws: LengthPolicyError.self) { try LengthPolicy(parsing: text) }
    guard case .malformed(text, let expected) = error else { throw error }
    #expect(!expected.isEmpty)
    #expect("\(error)".contains("'\(text)'"))
  }
}
