import Bytes
import Jobs
import TestSupport
import Testing
import TokenStreams
import Tokenizers

@Suite("Fitting a model to files")
struct FitJobTests {
  private static let fit = LinearFit.image(
    seed: 5, componentCount: 4, stageCount: 1, codebookSize: 8, vectorLimit: 500)

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("writes a model that opens, with a card that says where it comes from")
  func card() throws {
    let inputs = try Input.expand(["ship.jpg", "tulips.png"].map(JobFolder.sample))
    let path = folder.file("models/mine")
    let report = try FitJob(inputs: inputs, fit: Self.fit, command: "tessera fit image x").run(
      to: path)
    #expect(try Folder.names(in: path) == ["README.md", "config.json", "model.safetensors"])
    #expect(report.path == path)
    #expect(report.itemCount == 2)
    #expect(report.vectorCount == 48 * 33 + 32 * 32)
    #expect(report.failures.isEmpty)
    let model = try ModelFolder(path: path)
    #expect(try model.imageEncoder().identity.vocabulary.sizes == [8])
    let card = try #require(model.card())
    #expect(card.hasPrefix("# mine\n"))
    for fact in [
      "2 files, \(48 * 33 + 32 * 32) vectors", "\(report.sampleCount) vectors", "| seed | 5 |",
      "`tessera fit image x`", Software.name,
    ] {
      #expect(card.contains(fact), "\(fact)")
    }
  }

  @Test("files that cannot teach are named, and the others do")
  func failures() throws {
    let text = try folder.write(Array("text".utf8), to: "notes.png")
    let inputs = try Input.expand(
      [text, JobFolder.sample("strings.wav"), JobFolder.sample("ship.jpg")])
    let report = try FitJob(inputs: inputs, fit: Self.fit, command: "").run(
      to: folder.file("model"))
    #expect(report.failures.map(\.item) == [text, JobFolder.sample("strings.wav")])
    #expect(report.itemCount == 1)
  }

  @Test("nothing to learn from is an error")
  func nothing() throws {
    let inputs = try Input.expand([JobFolder.sample("strings.wav")])
    #expect(throws: (any Error).self) {
      try FitJob(inputs: inputs, fit: Self.fit, command: "").run(to: folder.file("model"))
    }
  }
}
