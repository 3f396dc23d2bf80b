import FoundationEssentials
import PairEncoding
import Testing
import TokenStreams

/// The grids of a token file, split for training and for measuring.
private struct PictureCodes {
  static let path = ProcessInfo.processInfo.environment["TESSERA_GRID_CODES"]

  var training: [TokenGrid] = []
  var heldOut: [TokenGrid] = []
  var alphabetSize = 1

  init(path: String) throws {
    let file = try TokenFile(path: path)
    for index in 0..<file.count {
      guard case .grid(let grid) = try file.item(at: index).codes else { continue }
      let codes = grid.stack.codes(ofStage: 0).compactMap(\.self)
      guard codes.count == grid.height * grid.width else { continue }
      alphabetSize = grid.stack.vocabulary.sizes[0]
      let tokens = try TokenGrid(height: grid.height, width: grid.width, tokens: codes)
      if index % 8 == 7 { heldOut.append(tokens) } else { training.append(tokens) }
    }
  }
}

/// How short the rules make codes of real pictures.
///
/// Runs on a token file of grids that `TESSERA_GRID_CODES` names, such as
/// `tessera encode FOLDER… -o codes.tess` writes; of codes with several stages it takes the first. Every
/// eighth item is held out. The table it prints is the one of the benchmarks page.
@Suite("Codes of real pictures", .enabled(if: PictureCodes.path != nil))
struct RealCodesTests {
  /// Grids as one row each.
  private static func rows(_ grids: [TokenGrid]) throws -> [TokenGrid] {
    try grids.map { try TokenGrid(height: 1, width: $0.tokens.count, tokens: $0.tokens) }
  }

  private static func train(
    _ grids: [TokenGrid], _ alphabetSize: Int, _ mergeCount: Int,
    _ change: (inout GridPairTrainingOptions) -> Void = { _ in }
  ) throws -> GridVocabulary {
    var options = GridPairTrainingOptions(mergeCount: mergeCount)
    change(&options)
    return try GridPairTrainer(alphabetSize: alphabetSize, options: options).train(on: grids)
      .vocabulary
  }

  @Test("two dimensions are shorter than the published flattening, and with many merges than one")
  func shorter() throws {
    let corpus = try PictureCodes(path: try #require(PictureCodes.path))
    let (held, size) = (corpus.heldOut, corpus.alphabetSize)
    let (rows, heldRows) = (try Self.rows(corpus.training), try Self.rows(held))
    let cells = held.reduce(0) { $0 + $1.tokens.count }
    let perGrid = { (tokens: TokenSequences) in
      "\((Double(10 * tokens.tokens.count) / Double(held.count)).rounded() / 10)"
    }
    print("\(corpus.training.count) training grids, \(held.count) held out,", terminator: " ")
    print("\(cells / max(held.count, 1)) cells a grid, \(size) codes; tokens a held-out grid:")
    print(
      "| merges | published | 1-D | 2-D | 2-D rectangles | 2-D consistent | 2-D largest first |")
    for mergeCount in [256, 1024, 4096] {
      let published = try FlattenedVisualMerges.train(
        on: corpus.training, alphabetSize: size, mergeCount: mergeCount
      ).encode(held)
      let flat = try GridPairEncoder(try Self.train(rows, size, mergeCount)).encode(heldRows)
      let encoder = GridPairEncoder(try Self.train(corpus.training, size, mergeCount))
      let true2D = try encoder.encode(held)
      let rectangles = try GridPairEncoder(
        try Self.train(corpus.training, size, mergeCount) { $0.shapes = .rectangles }
      ).encode(held)
      let consistent = try GridPairEncoder(
        try Self.train(corpus.training, size, mergeCount) {
          $0.priority = .consistency(weight: 1e-4, deviation: 1)
        }
      ).encode(held)
      let largest = try encoder.encode(held, mode: .largestShapeFirst)
      let columns = [published, flat, true2D, rectangles, consistent, largest].map(perGrid)
      print("| \(mergeCount) | \(columns.joined(separator: " | ")) |")
      #expect(true2D.tokens.count < published.tokens.count)
      #expect(true2D.tokens.count < flat.tokens.count || mergeCount < 1024)
      #expect(try encoder.decode(true2D, extents: held.map { ($0.height, $0.width) }) == held)
    }
  }
}
