import Media
import TestSupport
import Testing

@Suite("What evaluate measures")
struct EvaluateTests {
  @Test("a table and the protocol of its numbers for each kind of media, and a contact sheet")
  func table() throws {
    let folder = try TemporaryFolder()
    let sheet = folder.file("sheet.png")
    let run = try expectSuccess(
      "evaluate", Samples.picture, Samples.path("vest.jpg"), Samples.sound, "--sheet", sheet)
    for part in [
      "ship.jpg", "vest.jpg", "mean of 2", "PSNR", "SSIM", "10 log10(255^2 / MSE)",
      "length policy all; 2 items", "speech_en.wav", "SI-SDR", "length policy all; 1 item;",
      "one channel at the model's rate",
    ] {
      #expect(run.output.contains(part), "\(part)")
    }
    let picture = try PixelImage(contentsOf: sheet)
    #expect(picture.width > 3 * 192 && picture.height > 2 * 192)
    #expect(Set(picture.samples).count > 100)
  }

  @Test("--json agrees with what encoding and metrics say")
  func json() throws {
    let folder = try TemporaryFolder()
    let (tokens, back) = (folder.file("t.tess"), folder.file("back.png"))
    let record = try #require(
      try expectSuccess("evaluate", Samples.picture, "--codebooks", "3", "--json")
        .records([EvaluationRecord].self).first)
    let encoding = try expectSuccess(
      "encode", Samples.picture, "-o", tokens, "--codebooks", "3", "--json"
    ).records([EncodeRecord].self)
    try expectSuccess("decode", tokens, "-o", back)
    let metrics = try expectSuccess("metrics", Samples.picture, back, "--json")
      .records([MetricRecord].self)
    #expect(record.policy == "codebooks:3")
    #expect(record.bits == encoding.first?.bits && record.tokens == encoding.first?.tokens)
    #expect(record.psnr == metrics.value("PSNR"))
    #expect(record.ssim == metrics.value("SSIM"))
    #expect(record.si_sdr == nil && record.seconds > 0)
  }

  @Test("--every-depth: quality rises with every codebook")
  func everyDepth() throws {
    let records = try expectSuccess(
      "evaluate", Samples.picture, Samples.path("piano_notes.flac"), "--every-depth", "--json"
    ).records([EvaluationRecord].self)
    let pictures = records.filter { $0.item == "ship.jpg" }
    #expect(pictures.map(\.policy) == (1...8).map { "codebooks:\($0)" })
    let ratios = pictures.compactMap(\.psnr)
    #expect(ratios.count == 8 && ratios == ratios.sorted() && Set(ratios).count == 8)
    let distortions = records.compactMap(\.si_sdr)
    #expect(distortions.count == 8 && distortions == distortions.sorted())
    let text = try expectSuccess("evaluate", Samples.picture, "--every-depth").output
    #expect(text.contains("codebooks:1") && text.contains("codebooks:8"))
  }
}
