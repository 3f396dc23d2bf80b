import Bytes
import Media
import TestSupport
import Testing

@Suite("Every command that reports can report as JSON")
struct JSONOutputTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private struct Model: Decodable {
    let model: String
    let family: String
    let media: String
    let folder: String
    let sha256: String
  }

  private struct Fit: Decodable {
    let model: String
    let files: Int
    let vectors: Int
    let sampled_vectors: Int
    let kept_variance: Double
  }

  @Test func models() throws {
    let all = try tessera("models", "--json").records([Model].self)
    #expect(all.map(\.model) == ["linear-audio", "linear-image"])
    #expect(all.map(\.media) == ["audio", "image"])
    #expect(all.allSatisfy { $0.sha256.count == 64 && Folder.kind(of: $0.folder) == .folder })
    let one = try tessera("models", "linear-image", "--json").records([Model].self)
    #expect(one.map(\.family) == ["linear-image"])
  }

  @Test func decode() throws {
    let tokens = folder.file("tokens.tess")
    try expectSuccess("encode", Samples.picture, "-o", tokens)
    let written = try tessera("decode", tokens, "-o", folder.file("out.png"), "--json")
    #expect(try written.records([String].self) == [folder.file("out.png")])
  }

  @Test func fit() throws {
    let run = try tessera(
      "fit", "image", Samples.picture, "-o", folder.file("model"), "--stages", "1",
      "--codebook-size", "4", "--vectors", "200", "--components", "4", "--json")
    let record = try run.records(Fit.self)
    #expect(record.files == 1 && record.vectors == 48 * 33)
    #expect(record.sampled_vectors <= 300 && record.kept_variance > 0.5)
  }
}

@Suite("Transparent pictures")
struct BackgroundTests {
  @Test("the background shows through", arguments: ["ffffff", "102030"])
  func background(color: String) throws {
    let folder = try TemporaryFolder()
    let clear = PixelImage(width: 16, height: 16, channels: .rgba, filledWith: [9, 9, 9, 0])
    let solid = try #require(PixelColor(hexadecimal: color))
    try clear.write(to: folder.file("clear.png"), as: .png)
    try PixelImage(width: 16, height: 16, filledWith: [solid.red, solid.green, solid.blue])
      .write(to: folder.file("solid.png"), as: .png)
    let run = try tessera(
      "metrics", folder.file("clear.png"), folder.file("solid.png"), "--background", color)
    expectSuccess(run)
    #expect(run.output.contains("inf dB"))
  }

  @Test func aColourThatIsNoneIsAUsageError() throws {
    let run = try tessera(
      "encode", Samples.picture, "-o", "/dev/null", "--background", "white")
    expectComplaints(run, status: 2, ["--background", "six hexadecimal digits"])
  }
}
