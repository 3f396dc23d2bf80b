import Tessera
import TestSupport
import Testing

/// Codes of the sample pictures by the shipped model; `Tools/measure/grid-codes` compares more rules on
/// more pictures.
@Suite("Merged pairs of codes of real pictures")
struct RealCodesTests {
  /// The first codebook's codes of a sample.
  private static func grid(_ sample: String) throws -> TokenGrid {
    let catalog = ModelCatalog(roots: [ProjectFiles.path("Assets/models")])
    let photo = try PixelImage(contentsOf: ProjectFiles.path("Assets/samples/" + sample))
    let item = try catalog.model(named: "linear-image").imageEncoder()
      .encode(photo, policy: .codebooks(1), decoder: nil)
    guard case .grid(let grid) = item.codes else { throw NoGrid() }
    return try TokenGrid(height: grid.height, width: grid.width, tokens: grid.stack.codes)
  }

  private struct NoGrid: Error {}

  @Test("a picture is shorter than by the published rule, and comes back", arguments: [64, 256])
  func shorter(mergeCount: Int) throws {
    let training = try ["houses.png", "tulips.png", "ship.jpg", "sign.jpg", "vest.jpg"].map(
      Self.grid)
    let heldOut = try Self.grid("parrots.png")
    let published = try FlattenedVisualMerges.train(
      on: training, alphabetSize: 1024, mergeCount: mergeCount)
    let trained = try GridPairTrainer(
      alphabetSize: 1024, options: GridPairTrainingOptions(mergeCount: mergeCount)
    ).train(on: training)
    let encoder = GridPairEncoder(trained.vocabulary)

    let tokens = try encoder.encode(heldOut)

    #expect(try tokens.count < published.encode(heldOut).count)
    #expect(
      try encoder.decode(tokens, height: heldOut.height, width: heldOut.width) == heldOut)
  }
}
