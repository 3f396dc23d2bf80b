import Bytes
import Media
import Quantizers
import Tensors
import TestSupport
import Testing
import Threads
import Tokenizers

@Suite("Fitting a linear tokenizer")
struct LinearFitTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A fit small enough to be repeated.
  private static let small = LinearFit.image(
    seed: 3, componentCount: 8, stageCount: 2, codebookSize: 16, vectorLimit: 1500)

  private func files(_ outcome: LinearFit.Outcome, _ name: String) throws -> [[UInt8]] {
    try outcome.write(to: folder.file(name))
    return try ["config.json", "model.safetensors"].map {
      try MappedFile(path: folder.file(name + "/" + $0)).allBytes()
    }
  }

  private func fitPictures(_ fit: LinearFit) throws -> LinearFit.Outcome {
    try fit.fit(
      count: FittedModels.pictures.count,
      image: { try FittedModels.picture(FittedModels.pictures[$0]) })
  }

  @Test("files are the same bytes from 1, 2 and 8 threads; another seed gives others")
  func deterministicImage() throws {
    let files = try [1, 2, 8].map { threads in
      try Parallel.$threadCount.withValue(threads) {
        try self.files(try fitPictures(Self.small), "threads\(threads)")
      }
    }
    #expect(files[1] == files[0])
    #expect(files[2] == files[0])
    let other = LinearFit.image(
      seed: 4, componentCount: 8, stageCount: 2, codebookSize: 16, vectorLimit: 1500)
    let otherFiles = try self.files(try fitPictures(other), "other")
    #expect(otherFiles[0] == files[0][0])
    #expect(otherFiles[1] != files[0][1])
  }

  @Test("sound is fitted the same on 1 and 8 threads")
  func deterministicAudio() throws {
    let fit = LinearFit.audio(
      seed: 3, componentCount: 8, stageCount: 2, codebookSize: 16, vectorLimit: 300)
    let files = try [1, 8].map { threads in
      try Parallel.$threadCount.withValue(threads) {
        let outcome = try fit.fit(
          count: FittedModels.sounds.count,
          clip: { try FittedModels.sound(FittedModels.sounds[$0]) })
        return try self.files(outcome, "audio\(threads)")
      }
    }
    #expect(files[0] == files[1])
    #expect(fit.sampleRate == 16_000)
    #expect(Self.small.sampleRate == nil)
  }

  @Test("counts what it saw, and keeps more variance with more components")
  func outcome() throws {
    let outcome = try fitPictures(Self.small)
    #expect(outcome.vectorCount == 32 * 48 * 2 + 33 * 48 + 47 * 48 + 48 * 36)
    // 1500 expected, with a standard deviation of 36.
    #expect((1300...1700).contains(outcome.sampleCount))
    #expect(outcome.failures.isEmpty)
    let more = try fitPictures(
      .image(seed: 3, componentCount: 40, stageCount: 1, codebookSize: 16, vectorLimit: 1500))
    #expect((0.5...1).contains(outcome.keptVariance))
    #expect(outcome.keptVariance < more.keptVariance)
    #expect(more.keptVariance < 1.1)
  }

  @Test("items that cannot be used are named, in order, and the others teach")
  func failures() throws {
    let grey = PixelImage(width: 8, height: 8, channels: .grey, filledWith: [7])
    let outcome = try Self.small.fit(count: 4) { item in
      switch item {
      case 1: throw MediaError.invalidRequest(reason: "unreadable")
      case 2: grey
      default: try FittedModels.picture(FittedModels.pictures[item])
      }
    }
    #expect(outcome.failures.map(\.item) == [1, 2])
    #expect(outcome.failures[0].error as? MediaError == .invalidRequest(reason: "unreadable"))
    #expect(outcome.failures[1].error is TokenizerError)
    let alone = try Self.small.fit(count: 4) { item in
      guard item % 3 == 0 else { throw MediaError.invalidRequest(reason: "left out") }
      return try FittedModels.picture(FittedModels.pictures[item])
    }
    #expect(try files(alone, "alone")[1] == files(outcome, "outcome")[1])
  }

  @Test("a clip of another rate or of two channels is named, not taken")
  func unusableClips() throws {
    let fit = LinearFit.audio(seed: 1, componentCount: 4, stageCount: 1, codebookSize: 4)
    let outcome = try fit.fit(count: 3) { item in
      let samples = try FittedModels.sound("strings.wav").channels[0]
      return AudioClip(
        sampleRate: item == 1 ? 8000 : 16_000, channels: item == 2 ? [samples, samples] : [samples])
    }
    #expect(outcome.failures.map(\.item) == [1, 2])
    #expect(outcome.failures.allSatisfy { $0.error is TokenizerError })
  }

  @Test("too little data is an error")
  func tooLittle() {
    let picture = PixelImage(width: 24, height: 8, filledWith: [1, 2, 3])
    #expect(throws: QuantizerError.tooFewVectors(found: 3, needed: 16)) {
      try Self.small.fit(count: 1, image: { _ in picture })
    }
    #expect(throws: QuantizerError.tooFewVectors(found: 0, needed: 16)) {
      try Self.small.fit(count: 0, image: { _ in picture })
    }
    #expect(throws: MediaError.invalidRequest(reason: "no")) {
      try Self.small.fit(count: 1, image: { _ in throw MediaError.invalidRequest(reason: "no") })
    }
  }

  @Test("pictures of one colour teach a model that keeps them as they are")
  func oneColour() throws {
    let black = PixelImage(width: 64, height: 64, filledWith: [0, 0, 0])
    #expect(try Self.small.fit(count: 1, image: { _ in black }).keptVariance == 1)
    let picture = PixelImage(width: 64, height: 64, filledWith: [200, 100, 0])
    let outcome = try Self.small.fit(count: 1, image: { _ in picture })
    try outcome.write(to: folder.file("plain"))
    let tokenizer = try LinearImageTokenizer(folder: ModelFolder(path: folder.file("plain")))
    let decoded = try tokenizer.decode(
      tokenizer.encode(picture, policy: .all), width: 64, height: 64)
    #expect(zip(decoded.samples, picture.samples).allSatisfy { $0.distance(to: $1).magnitude <= 1 })
  }

  @Test("progress rises to one")
  func progress() throws {
    var fractions: [Double] = []
    let picture = try FittedModels.picture("parrots.png")
    _ = try Self.small.fit(count: 1, progress: { fractions.append($0) }, image: { _ in picture })
    #expect(fractions == fractions.sorted())
    #expect((0.5...1).contains(fractions.last ?? 0))
  }
}
