/// The bit-packed codes of one chunk.
///
/// Where depths differ within the item, the depths of all positions come first, then the codes,
/// position after position, each in the bits of its stage; zero bits fill the last byte.
enum ChunkPayload {
  /// Packs codes; `depth` is the one that the whole item has, or nil where depths differ.
  static func bytes(of stack: CodeStack, depth: Int?) -> [UInt8] {
    let vocabulary = stack.vocabulary
    let bitsOfStage = (0..<vocabulary.stageCount).map(vocabulary.bits(ofStage:))
    var writer = BitWriter()
    if depth == nil {
      for held in stack.depths { writer.append(UInt32(held), bits: vocabulary.bitsOfDepth) }
    }
    var next = 0
    for held in stack.depths {
      for stage in 0..<Int(held) {
        writer.append(stack.codes[next + stage], bits: bitsOfStage[stage])
      }
      next += Int(held)
    }
    return writer.finished()
  }

  /// How many bytes a chunk of so many positions can have; one number where the depth is known.
  static func byteCounts(
    positions: Int, depth: Int?, vocabulary: Vocabulary
  ) -> ClosedRange<Int> {
    let least = depth.map(vocabulary.bits(depth:)) ?? vocabulary.bitsOfDepth
    let most = depth == nil ? least + vocabulary.bits(depth: vocabulary.stageCount) : least
    return (positions * least + 7) / 8...(positions * most + 7) / 8
  }

  /// Unpacks codes.
  ///
  /// - Throws: `FormatFault` when the payload has not exactly the bits that its depths ask for, a
  ///   filling bit is set, or a depth or code is out of range.
  static func stack(
    from payload: [UInt8], positions: Int, depth: Int?, vocabulary: Vocabulary
  ) throws(FormatFault) -> CodeStack {
    guard
      byteCounts(positions: positions, depth: depth, vocabulary: vocabulary)
        .contains(payload.count)
    else { throw FormatFault("\(payload.count) bytes cannot hold its \(positions) positions") }
    var reader = BitReader(payload)
    let depths =
      if let depth {
        [UInt8](repeating: UInt8(depth), count: positions)
      } else {
        (0..<positions).map { _ in UInt8(reader.take(bits: vocabulary.bitsOfDepth)) }
      }
    let codes = try codes(from: &reader, depths: depths, vocabulary: vocabulary)
    guard reader.remaining < 8, reader.remainderIsZero else {
      throw FormatFault("bits are set or left over after its last code")
    }
    do {
      return try CodeStack(vocabulary: vocabulary, depths: depths, codes: codes)
    } catch {
      throw FormatFault("\(error), positions counted from the chunk's first")
    }
  }

  private static func codes(
    from reader: inout BitReader, depths: [UInt8], vocabulary: Vocabulary
  ) throws(FormatFault) -> [UInt32] {
    let bitsOfStage = (0..<vocabulary.stageCount).map(vocabulary.bits(ofStage:))
    let bitsOfDepth = (0...vocabulary.stageCount).map(vocabulary.bits(depth:))
    var needed = 0
    for depth in depths {
      guard depth <= vocabulary.stageCount else {
        throw FormatFault("a depth of \(depth) is more than \(vocabulary.stageCount) stages")
      }
      needed += bitsOfDepth[Int(depth)]
    }
    guard needed <= reader.remaining else {
      throw FormatFault("its depths ask for \(needed) bits of \(reader.remaining)")
    }
    var codes: [UInt32] = []
    codes.reserveCapacity(depths.reduce(0) { $0 + Int($1) })
    for depth in depths {
      for stage in 0..<Int(depth) { codes.append(reader.take(bits: bitsOfStage[stage])) }
    }
    return codes
  }
}
