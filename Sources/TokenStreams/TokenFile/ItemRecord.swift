import Bytes

/// One item's header and the place of its chunks in a file, checked but with no code read.
struct ItemRecord {
  /// The item's header.
  let header: TokenItemHeader
  /// Where the item's last checksum ends, perhaps past the end of a file that was cut short.
  let end: Int
  private let number: Int
  private let chunksStart: Int

  /// Reads the header of item `number`, which begins at `offset`.
  ///
  /// - Throws: `FormatFault`.
  init(
    of file: MappedFile, at offset: Int, number: Int, tokenizers: [TokenizerDescription]
  ) throws(FormatFault) {
    (header, chunksStart) = try SealedJSON.value(
      TokenItemHeader.self, of: file, at: offset, context: Seal.context(item: number))
    try header.check(against: tokenizers)
    end = header.chunkByteCounts.reduce(chunksStart) { $0 + $1 + Seal.byteCount }
    self.number = number
  }

  /// Reads every chunk; the positions of damaged ones come back with depth 0.
  ///
  /// - Throws: `FormatFault` when there are more codes than an item may have.
  func codes(
    from file: MappedFile, vocabulary: Vocabulary
  ) throws(FormatFault) -> (stack: CodeStack, damaged: [DamagedChunk]) {
    var offset = chunksStart
    var codeCount = 0
    var stacks: [CodeStack] = []
    var damaged: [DamagedChunk] = []
    for (chunk, positions) in header.chunks.enumerated() {
      let range = offset..<offset + header.chunkByteCounts[chunk]
      do {
        let payload = try Seal.content(
          of: file, in: range, context: Seal.context(item: number, chunk: chunk))
        stacks.append(
          try ChunkPayload.stack(
            from: payload, positions: positions.count, depth: header.depth, vocabulary: vocabulary))
      } catch {
        damaged.append(DamagedChunk(chunk: chunk, positions: positions, reason: "\(error)"))
        stacks.append(CodeStack(emptyPositions: positions.count, vocabulary: vocabulary))
      }
      offset = range.upperBound + Seal.byteCount
      codeCount += stacks[chunk].codes.count
      guard codeCount <= TokenFileFormat.largestCodeCount else {
        throw FormatFault("it has more than \(TokenFileFormat.largestCodeCount) codes")
      }
    }
    return (CodeStack(joining: stacks, vocabulary: vocabulary), damaged)
  }

  /// The bytes of a whole item, header and chunks.
  ///
  /// - Throws: `FormatFault` when the item contradicts itself or its tokenizer.
  static func bytes(
    of item: TokenItem, number: Int, chunkPositions: Int, tokenizers: [TokenizerDescription]
  ) throws(FormatFault) -> [UInt8] {
    let stack = item.codes.stack
    let depth = stack.uniformDepth
    let payloads = stack.split(every: chunkPositions).map {
      ChunkPayload.bytes(of: $0, depth: depth)
    }
    let header = TokenItemHeader(
      of: item, chunkPositions: chunkPositions, chunkByteCounts: payloads.map(\.count))
    try header.check(against: tokenizers)
    var record = ByteWriter()
    record.append(try SealedJSON.bytes(of: header, context: Seal.context(item: number)))
    for (chunk, payload) in payloads.enumerated() {
      record.append(payload)
      record.append(
        Seal.bytes(context: Seal.context(item: number, chunk: chunk), content: payload))
    }
    return record.bytes
  }
}
