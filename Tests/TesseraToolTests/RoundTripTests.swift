import Bytes
import Media
import TestSupport
import Testing

@Suite("Media go into a token file and come back")
struct RoundTripTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("a picture comes back at its own size, close to the original", arguments: Samples.pictures)
  func picture(name: String) throws {
    let item = try encodeAndInspect(name, model: "linear-image")
    let original = try PixelImage(contentsOf: Samples.path(name))
    #expect(item.original == ["width": original.width, "height": original.height])
    #expect(item.extents == [(original.height + 7) / 8, (original.width + 7) / 8])
    let metrics = try decodeAndMeasure(name, as: "back.png")
    #expect(metrics.map(\.metric) == ["PSNR", "SSIM", "MS-SSIM"])
    #expect(metrics.value("PSNR") > 25)
    #expect(metrics.value("SSIM") > 0.8)
  }

  @Test("a sound comes back at its own length, close to the original", arguments: Samples.sounds)
  func sound(name: String) throws {
    let item = try encodeAndInspect(name, model: "linear-audio")
    let original = try AudioClip(contentsOf: Samples.path(name))
    #expect(item.original["sampleCount"] == original.sampleCount)
    #expect(item.original["sampleRate"] == original.sampleRate)
    #expect(item.original["channels"] == original.channels.count)
    let metrics = try decodeAndMeasure(name, as: "back.wav")
    #expect(metrics.map(\.metric) == ["SI-SDR", "STFT distance"])
    #expect(metrics.value("SI-SDR") > 3)
  }

  private func encodeAndInspect(_ name: String, model: String) throws -> InspectRecord.Item {
    let file = folder.file("tokens.tess")
    let encoding = try expectSuccess("encode", Samples.path(name), "-o", file, "--json")
      .records([EncodeRecord].self)
    let inspection = try expectSuccess("inspect", file, "--json").records(InspectRecord.self)
    let item = try #require(inspection.items.first)
    let record = try #require(encoding.first)
    #expect(encoding.count == 1 && inspection.items.count == 1 && inspection.tokenizers.count == 1)
    #expect(record.item == name && item.name == name)
    #expect(record.model == model)
    #expect(inspection.tokenizers[0].description.id == model)
    #expect(record.tokens == item.tokens && record.bits == item.bits)
    #expect(inspection.tokenizers[0].codebooks.map(\.codes).reduce(0, +) == item.tokens)
    return item
  }

  private func decodeAndMeasure(_ name: String, as output: String) throws -> [MetricRecord] {
    let back = folder.file(output)
    let run = try expectSuccess("decode", folder.file("tokens.tess"), "-o", back)
    #expect(run.output == back + "\n")
    return try expectSuccess("metrics", Samples.path(name), back, "--json")
      .records([MetricRecord].self)
  }

  @Test("text output names what was done")
  func text() throws {
    let file = folder.file("tokens.tess")
    let encoding = try expectSuccess("encode", Samples.picture, Samples.sound, "-o", file)
    #expect(encoding.output.contains("ship.jpg") && encoding.output.contains("linear-image"))
    #expect(encoding.output.contains("bpp") && encoding.output.contains("bit/s"))
    let inspection = try expectSuccess("inspect", file)
    for part in ["ship.jpg", "384x261", "speech_en.wav", "16000 Hz", "perplexity", "sha-256"] {
      #expect(inspection.output.contains(part), "\(part)")
    }
    let metrics = try expectSuccess("metrics", Samples.picture, Samples.picture)
    #expect(metrics.output.contains("PSNR") && metrics.output.contains("inf"))
  }
}
