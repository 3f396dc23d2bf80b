import Bytes
import TokenStreams

extension TokenizerDescription {
  /// How many codes of this tokenizer a token file has at most.
  ///
  /// - Throws: `TokenFileError` where only the items' headers can say.
  func mostCodeCount(in file: MappedFile) throws -> Int {
    let bits = (0..<vocabulary.stageCount).map(vocabulary.bits(ofStage:)).min() ?? 0
    guard bits == 0 else { return file.count * 8 / bits }
    // Codes that can only be 0 take no room.
    let items = try TokenFile(path: file.path)
    return try (0..<items.count).reduce(0) { sum, index in
      let header = try items.itemHeader(at: index)
      return sum.addingClamped(header.positionCount * (header.depth ?? vocabulary.stageCount))
    }
  }
}

extension Int {
  /// The sum, or the largest number where it is larger than that.
  func addingClamped(_ other: Int) -> Int {
    let (sum, isTooLarge) = addingReportingOverflow(other)
    return isTooLarge ? .max : sum
  }
}
