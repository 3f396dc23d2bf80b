import Evaluation
import Jobs
import Media
import PairEncoding
import TestSupport
import Testing
import TokenStreams
import Tokenizers

@Suite("Pictures of merged tokens")
struct TokenSheetTests {
  private static let violet: [UInt8] = [88, 72, 120]
  private let models: ModelSelection
  private let tokenizer: TokenizerDescription
  private let decoder: any ImageDecoder

  init() throws {
    let catalog = ModelCatalog(roots: [ProjectFiles.path("Assets/models")])
    models = try ModelSelection(catalog: catalog)
    let folder = try catalog.model(named: "linear-image")
    decoder = try folder.imageDecoder(ImageModelOptions())
    tokenizer = TokenizerDescription(
      id: "linear-image", weights: decoder.identity.weights, media: .image, layout: .grid,
      vocabulary: decoder.identity.vocabulary, policy: "all")
  }

  private func pictures(
    _ merges: PairVocabulary.Merges, codes: String, of tokenizer: TokenizerDescription? = nil
  ) throws -> (pictures: TokenPictures, tokens: [MergedToken]) {
    let record = TrainingRecord(
      tokenizer: tokenizer ?? self.tokenizer, codes: codes, rule: "", itemCount: 1, codeCount: 1,
      tokenCount: 1)
    let vocabulary = PairVocabulary(merges, training: record)
    return (
      try TokenPictures(vocabulary, path: "v.json", models: models),
      vocabulary.mergedTokens(atMost: .max)
    )
  }

  /// What the decoder makes of codes of the first codebooks at each position.
  private func decoded(_ codes: [[UInt32]], height: Int, width: Int) throws -> PixelImage {
    let stack = try CodeStack(
      vocabulary: tokenizer.vocabulary, depths: codes.map { UInt8($0.count) },
      codes: Array(codes.joined()))
    let side = try #require(decoder.positionSide)
    return try decoder.decode(
      EncodedItem(codes: .grid(try CodeGrid(height: height, width: width, stack: stack))),
      width: width * side, height: height * side)
  }

  @Test("shapes of grids are decoded where they lie, and the rest is violet")
  func shapes() throws {
    let size = tokenizer.vocabulary.sizes[0]
    let row = GridMerge(first: 5, second: 600, offset: CellOffset(row: 0, column: 1))
    let corner = GridMerge(
      first: UInt32(size), second: 77, offset: CellOffset(row: 1, column: 1))
    let (pictures, tokens) = try pictures(
      .grids(try GridVocabulary(alphabetSize: size, merges: [row, corner])), codes: "codebook:0")
    let drawn = try pictures.pictures(of: tokens, background: Self.violet)
    #expect(drawn[0] == (try decoded([[5], [600]], height: 1, width: 2)))
    let whole = try decoded([[5], [600], [5], [77]], height: 2, width: 2)
    let side = pictures.positionSide
    for rowOfPixels in 0..<2 * side {
      for column in 0..<2 * side {
        let isCovered = rowOfPixels < side || column >= side
        #expect(
          drawn[1].pixel(column: column, row: rowOfPixels)
            == (isCovered ? whole.pixel(column: column, row: rowOfPixels) : Self.violet))
      }
    }
    let sheet = try #require(try TokenSheet.image(of: tokens, by: pictures))
    #expect(sheet.width == 2 * 72 + 8 && sheet.height == 72 + 16)
    #expect(sheet.pixel(column: 0, row: 0) == Self.violet)
  }

  @Test("interleaved codes fill positions from the first codebook on")
  func interleaved() throws {
    let sizes = tokenizer.vocabulary.sizes
    let second = UInt32(sizes[0])
    let all = UInt32(sizes.reduce(0, +))
    // One position of two codebooks; one of the second codebook alone; both behind each other.
    let table = try MergeTable(
      alphabetSize: Int(all),
      merges: [
        Merge(left: 9, right: second + 4, result: all),
        Merge(left: second + 4, right: second + UInt32(sizes[1]), result: all + 1),
        Merge(left: second + 4, right: all, result: all + 2),
      ])
    let (pictures, tokens) = try pictures(.sequences(table), codes: "interleaved")
    #expect(tokens.map(pictures.canDraw) == [true, false, true])
    let drawn = try pictures.pictures(of: [tokens[0], tokens[2]], background: Self.violet)
    #expect(drawn[0] == (try decoded([[9, 4]], height: 1, width: 1)))
    let side = pictures.positionSide
    #expect(drawn[1].width == 2 * side && drawn[1].height == side)
    #expect(drawn[1].pixel(column: 0, row: 0) == Self.violet)
    #expect(drawn[1].pixel(column: side, row: 0) == drawn[0].pixel(column: 0, row: 0))
  }

  @Test("what has no picture says so")
  func refusals() throws {
    let table = try MergeTable(alphabetSize: 8, merges: [Merge(left: 0, right: 1, result: 8)])
    let sound = TokenizerDescription(
      id: "linear-audio", weights: tokenizer.weights, media: .audio, layout: .frames,
      vocabulary: Vocabulary(sizes: [8]), policy: "all")
    #expect(throws: PairJobError.self) {
      try pictures(.sequences(table), codes: "interleaved", of: sound)
    }
    #expect(throws: PairJobError.self) { try pictures(.sequences(table), codes: "codebook:1") }
    #expect(throws: PairJobError.self) {
      let merges = [FlattenedVisualMerges.Merge(left: 0, right: 1)]
      return try pictures(
        .flattenedGrids(try FlattenedVisualMerges(alphabetSize: 8, merges: merges)),
        codes: "codebook:0")
    }
    let unknown = PairVocabulary(
      .sequences(table),
      training: TrainingRecord(rule: "", itemCount: 1, codeCount: 2, tokenCount: 1))
    #expect(throws: PairJobError.self) {
      try TokenPictures(unknown, path: "v.json", models: models)
    }
  }
}
