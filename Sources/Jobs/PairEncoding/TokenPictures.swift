import Exports
public import Media
public import PairEncoding
import TokenStreams
import Tokenizers

/// Draws merged tokens through the decoder of the tokenizer whose codes they stand for.
public struct TokenPictures: Sendable {
  private let decoder: any ImageDecoder
  private let vocabulary: Vocabulary
  private let offsets: [Int]
  /// The side of the square of pixels that a position covers.
  public let positionSide: Int

  /// Opens the decoder of the tokenizer that a vocabulary was learned from.
  ///
  /// - Parameters:
  ///   - vocabulary: says which tokenizer it is.
  ///   - path: the vocabulary's file, for messages.
  ///   - models: where the tokenizer's model is found.
  /// - Throws: `PairJobError.noPictures` for a vocabulary that was not learned from grids of a
  ///   picture's codes, or whose tokens cannot be decoded; any error of reading the model.
  public init(_ vocabulary: PairVocabulary, path: String, models: ModelSelection) throws {
    func refusal(_ reason: String) -> PairJobError { .noPictures(path: path, reason: reason) }
    guard let tokenizer = vocabulary.training.tokenizer else {
      throw refusal("it does not say which tokenizer's codes it was learned from")
    }
    guard tokenizer.media == .image, tokenizer.layout == .grid, tokenizer.pairing == nil else {
      throw refusal(
        "the codes of \(tokenizer.id) are no grid of a picture's codes, so tokens have no picture")
    }
    if case .flattenedGrids = vocabulary.merges {
      throw refusal("tokens of flattened grids do not say where their codes were")
    }
    let selection = try vocabulary.codeSelection(path: path)
    guard selection.isPrefix else {
      throw refusal(
        "codes taken as '\(selection.text)' cannot be decoded without those before them")
    }
    let kept = selection.kept(of: tokenizer.vocabulary)
    offsets = try CodeFlattening(vocabulary: kept).offsets
    self.vocabulary = tokenizer.vocabulary
    decoder = try models.decodingModel(for: tokenizer).imageDecoder(models.imageOptions)
    guard let side = decoder.positionSide else {
      throw refusal("positions of \(tokenizer.id) have no place in the picture")
    }
    positionSide = side
  }

  /// Whether a token has a position that can be decoded, one whose first codebooks' codes it holds, and
  /// is small enough to be drawn.
  public func canDraw(_ token: MergedToken) -> Bool {
    !TokenCells(token, offsets: offsets).isEmpty
  }

  /// A picture of each token, as large as its positions.
  ///
  /// - Parameters:
  ///   - tokens: tokens that can be drawn.
  ///   - background: what stands at positions that a token does not cover or whose first codebooks'
  ///     codes it lacks, `[red, green, blue]`.
  /// - Returns: as many RGB pictures.
  /// - Throws: `TokenizerError` for codes that are not the tokenizer's.
  public func pictures(of tokens: [MergedToken], background: [UInt8]) throws -> [PixelImage] {
    try stride(from: 0, to: tokens.count, by: decoder.batchSize).flatMap { start in
      let batch = tokens[start..<min(start + decoder.batchSize, tokens.count)]
      let cells = batch.map { TokenCells($0, offsets: offsets) }
      return zip(cells, try decoder.decode(cells.map(encoded))).map { cells, decoded in
        var picture = PixelImage(
          width: cells.width * positionSide, height: cells.height * positionSide,
          filledWith: background)
        picture.copyCells(of: cells, side: positionSide, from: decoded)
        return picture
      }
    }
  }

  private func encoded(_ cells: TokenCells) throws -> EncodedPicture {
    let filled = cells.filled
    let stack = try CodeStack(
      vocabulary: vocabulary, depths: filled.map { UInt8($0.count) }, codes: Array(filled.joined()))
    return EncodedPicture(
      item: EncodedItem(
        codes: .grid(try CodeGrid(height: cells.height, width: cells.width, stack: stack))),
      width: cells.width * positionSide, height: cells.height * positionSide)
  }
}

extension PixelImage {
  /// Takes over the pixels of a token's positions.
  fileprivate mutating func copyCells(of cells: TokenCells, side: Int, from picture: PixelImage) {
    for (place, codes) in cells.codes.enumerated() where !codes.isEmpty {
      let left = place % cells.width * side
      for row in place / cells.width * side..<(place / cells.width + 1) * side {
        let start = (row * width + left) * 3
        samples.replaceSubrange(
          start..<start + side * 3, with: picture.samples[start..<start + side * 3])
      }
    }
  }
}
