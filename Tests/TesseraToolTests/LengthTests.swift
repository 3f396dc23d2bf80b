import TestSupport
import Testing
import TokenStreams

@Suite("The length options of encode")
struct LengthTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func encode(_ input: String, _ length: String...) throws -> TokenFile {
    let file = folder.file("tokens.tess")
    try expectSuccess(tessera(["encode", input, "-o", file] + length))
    return try TokenFile(path: file)
  }

  private func quality(of input: String, as output: String, metric: String) throws -> Double {
    let back = folder.file(output)
    try expectSuccess("decode", folder.file("tokens.tess"), "-o", back)
    return try expectSuccess("metrics", input, back, "--json").records([MetricRecord].self)
      .value(metric)
  }

  @Test("--codebooks keeps so many codes at every position", arguments: 1...8)
  func codebooks(count: Int) throws {
    let picture = try encode(Samples.picture, "--codebooks", "\(count)")
    #expect(try picture.item(at: 0).codes.stack.uniformDepth == count)
    #expect(picture.header.tokenizers.first?.policy == "codebooks:\(count)")
    let sound = try encode(Samples.sound, "--codebooks", "\(count)")
    #expect(try sound.item(at: 0).codes.stack.uniformDepth == count)
  }

  @Test(
    "--quality psnr:26 takes the fewest codebooks that reach it, or all",
    arguments: Samples.pictures)
  func pictureQuality(name: String) throws {
    let input = Samples.path(name)
    let stack = try encode(input, "--quality", "psnr:26").item(at: 0).codes.stack
    let depth = try #require(stack.uniformDepth)
    let reached = try quality(of: input, as: "back.png", metric: "PSNR") >= 26
    #expect(reached || depth == 8)
    guard depth > 1 else { return }
    _ = try encode(input, "--codebooks", "\(depth - 1)")
    #expect(try quality(of: input, as: "back.png", metric: "PSNR") < 26)
  }

  @Test("--quality sisdr:5 takes the fewest codebooks that reach it")
  func soundQuality() throws {
    let input = Samples.path("piano_notes.flac")
    let stack = try encode(input, "--quality", "sisdr:5").item(at: 0).codes.stack
    let depth = try #require(stack.uniformDepth)
    #expect(depth < 8)
    #expect(try quality(of: input, as: "back.wav", metric: "SI-SDR") > 4.99)
  }

  /// A budget for an input, and the bits that it allows.
  static let budgets: [(input: String, budget: String, allowed: Double)] = [
    (Samples.picture, "0.3bpp", 0.3 * 384 * 261), (Samples.picture, "0.08bpp", 0.08 * 384 * 261),
    (Samples.sound, "1.5kbps", 1500 * 5), (Samples.sound, "0.4kbps", 400 * 5),
  ]

  @Test("--budget is spent and not exceeded", arguments: budgets)
  func budget(input: String, budget: String, allowed: Double) throws {
    let file = folder.file("tokens.tess")
    let record = try #require(
      try expectSuccess("encode", input, "-o", file, "--budget", budget, "--json")
        .records([EncodeRecord].self).first)
    #expect(Double(record.bits) <= allowed)
    #expect(Double(record.bits) > 0.98 * allowed)
  }
}
