/// Everything about an item but its codes.
public struct TokenItemHeader: Hashable, Sendable, Codable {
  /// The original's file name, relative to the folder that was encoded.
  public let name: String
  /// Which of the file's tokenizers made the codes.
  public let tokenizer: Int
  /// How large the original was.
  public let original: OriginalMedia
  /// How far the layout reaches: `[height, width]` of a grid, `[positions]` otherwise.
  public let extents: [Int]
  /// The stages that every position holds, or nil where that differs or there is no position.
  public let depth: Int?
  /// Numbers that the decoder needs beside the codes.
  public let sideInformation: [String: Float]
  /// Positions in every chunk but the last.
  public let chunkPositions: Int
  /// Bytes of packed codes in each chunk.
  public let chunkByteCounts: [Int]

  private enum CodingKeys: String, CodingKey {
    case name, tokenizer, original, extents, depth, chunkPositions
    case sideInformation = "side"
    case chunkByteCounts = "chunkBytes"
  }

  /// Describes an item whose codes were packed into chunks of these sizes.
  init(of item: TokenItem, chunkPositions: Int, chunkByteCounts: [Int]) {
    name = item.name
    tokenizer = item.tokenizer
    original = item.original
    extents = item.codes.extents
    depth = item.codes.stack.uniformDepth
    sideInformation = item.sideInformation
    self.chunkPositions = chunkPositions
    self.chunkByteCounts = chunkByteCounts
  }

  // These wrap where they might trap: a header can have been decoded from anywhere.

  /// How many positions there are.
  public var positionCount: Int { extents.reduce(1, &*) }

  /// Bytes of packed codes, checksums left out.
  public var payloadByteCount: Int { chunkByteCounts.reduce(0, &+) }

  /// The positions of each chunk, first chunk first.
  var chunks: [Range<Int>] {
    stride(from: 0, to: positionCount, by: chunkPositions).map { start in
      start..<min(start + chunkPositions, positionCount)
    }
  }
}

extension TokenItemHeader {
  /// Makes sure that every number is possible and agrees with the others and with the tokenizer.
  ///
  /// - Throws: `FormatFault` naming the first that does not.
  func check(against tokenizers: [TokenizerDescription]) throws(FormatFault) {
    guard tokenizers.indices.contains(tokenizer) else {
      throw FormatFault("it names tokenizer \(tokenizer) of \(tokenizers.count)")
    }
    let description = tokenizers[tokenizer]
    try checkName()
    guard original.isPossible, original.kind == description.media else {
      throw FormatFault("its original is no possible \(description.media.rawValue)")
    }
    guard sideInformation.values.allSatisfy(\.isFinite) else {
      throw FormatFault("a number of its side information is not finite")
    }
    try checkExtents(layout: description.layout)
    guard (0...description.vocabulary.stageCount).contains(depth ?? 0) else {
      throw FormatFault("its depth exceeds \(description.vocabulary.stageCount) stages")
    }
    guard positionCount * (depth ?? 0) <= TokenFileFormat.largestCodeCount else {
      throw FormatFault("it has more than \(TokenFileFormat.largestCodeCount) codes")
    }
    try checkChunks(vocabulary: description.vocabulary)
  }

  /// Names become paths when a file is decoded, so none may lead out of the output folder.
  private func checkName() throws(FormatFault) {
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard name.utf8.count <= Int(UInt16.max), !name.utf8.contains(0) else {
      throw FormatFault("its name is too long or holds a zero byte")
    }
    guard !parts.contains(where: { ["", ".", ".."].contains(Substring($0)) }) else {
      throw FormatFault("its name is not a relative path below a folder")
    }
  }

  private func checkExtents(layout: CodeLayout) throws(FormatFault) {
    let positions = extents.reduce((product: 1, fits: true)) { soFar, extent in
      let (product, overflow) = soFar.product.multipliedReportingOverflow(by: extent)
      return (product, soFar.fits && !overflow && extent >= 0)
    }
    guard positions.fits, positions.product <= TokenFileFormat.largestPositionCount else {
      throw FormatFault(
        "extents \(extents) are not 0 to \(TokenFileFormat.largestPositionCount) positions")
    }
    guard layout == .grid ? extents.count == 2 && !extents.contains(0) : extents.count == 1 else {
      throw FormatFault("extents \(extents) are not those of a \(layout.rawValue)")
    }
  }

  private func checkChunks(vocabulary: Vocabulary) throws(FormatFault) {
    guard (1...TokenFileFormat.largestChunkPositions).contains(chunkPositions) else {
      throw FormatFault("its chunks have \(chunkPositions) positions")
    }
    let needed = (positionCount + chunkPositions - 1) / chunkPositions
    guard needed == chunkByteCounts.count else {
      throw FormatFault("it has \(chunkByteCounts.count) chunks where \(needed) are needed")
    }
    for (positions, byteCount) in zip(chunks, chunkByteCounts) {
      let possible = ChunkPayload.byteCounts(
        positions: positions.count, depth: depth, vocabulary: vocabulary)
      guard possible.contains(byteCount) else {
        throw FormatFault("\(byteCount) bytes cannot hold a chunk of \(positions.count) positions")
      }
    }
  }
}
