import Evaluation
import Jobs
import TestSupport
import Testing
import TokenStreams
import Tokenizers

/// What the shipped models must reach; the shared evaluation media are not in a bare clone.
@Suite("The shipped models keep what their cards say")
struct ShippedModelTests {
  private static let catalog = ModelCatalog(roots: [ProjectFiles.path("Assets/models")])

  private func means(
    of inputs: [Input], _ value: (ReconstructionQuality) -> Double
  ) throws -> [Double] {
    let models = try ModelSelection(catalog: Self.catalog)
    let job = EvaluateJob(
      inputs: inputs, models: models, policies: (1...8).map { .codebooks($0) })
    let report = try job.run()
    #expect(report.failures.isEmpty)
    return report.outcomes.map { outcome in
      outcome.reconstructions.reduce(0) { $0 + value($1.quality) }
        / Double(outcome.reconstructions.count)
    }
  }

  private func expectRising(_ values: [Double]) {
    for (one, next) in zip(values, values.dropFirst()) { #expect(next > one) }
  }

  @Test(
    .enabled(
      if: ProjectFiles.shared("data/images/eval") != nil,
      "skipped: the shared evaluation pictures are not beside this checkout"))
  func kodakPictures() throws {
    let folder = try #require(ProjectFiles.shared("data/images/eval"))
    let inputs = try Input.expand([folder + "/kodim*.png"])
    #expect(inputs.count == 24)
    let psnr = try means(of: inputs) { quality in
      if case .image(let psnr, _) = quality { psnr } else { .nan }
    }
    expectRising(psnr)
    #expect(psnr[1] >= 24.4)
    #expect(psnr[7] >= 28.8)
  }

  @Test(
    .enabled(
      if: ProjectFiles.shared("data/audio/eval") != nil,
      "skipped: the shared evaluation clips are not beside this checkout"))
  func evaluationClips() throws {
    let folder = try #require(ProjectFiles.shared("data/audio/eval"))
    let inputs = try Input.expand([folder])
    #expect(inputs.count == 40)
    let ratio = try means(of: inputs) { quality in
      if case .audio(let ratio) = quality { ratio } else { .nan }
    }
    expectRising(ratio)
    #expect(ratio[7] >= 4.8)
  }

  @Test func everyStageHelpsOnTheSamples() throws {
    let inputs = try Input.expand([ProjectFiles.path("Assets/samples")])
    #expect(inputs.count == 10)
    let quality = try means(of: inputs) { quality in
      switch quality {
      case .image(let psnr, _): psnr
      case .audio(let ratio): ratio
      }
    }
    expectRising(quality)
  }

  @Test func modelsAreSmallAndHaveCards() throws {
    let models = Self.catalog.models()
    #expect(models.map(\.name) == ["linear-audio", "linear-image"])
    for model in models {
      let card = try #require(model.card())
      for word in ["Data and licence", "seed", "tessera fit", "Measured"] {
        #expect(card.contains(word), "\(model.name)'s card does not say '\(word)'")
      }
    }
  }
}
