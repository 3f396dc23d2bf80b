import Threads
import TokenStreams

/// Whether numbers are below a limit: the door in front of kernels that index by them.
enum CodeCheck {
  /// How many numbers a thread looks at before it takes the next ones.
  private static let block = 1 << 16

  /// Where the first number stands that is not below `limit`: sequence, position there, and the number.
  static func first(
    in sequences: TokenSequences, notBelow limit: Int
  ) -> (sequence: Int, position: Int, number: UInt32)? {
    guard let place = firstPlace(in: sequences.tokens, notBelow: limit) else { return nil }
    let (sequence, position) = position(ofPlace: place, in: sequences)
    return (sequence, position, sequences.tokens[place])
  }

  private static func firstPlace(in tokens: [UInt32], notBelow limit: Int) -> Int? {
    guard let limit = UInt32(exactly: limit) else { return nil }
    let blocks = (tokens.count + block - 1) / block
    let found = Parallel.map(count: blocks) { index -> Int? in
      let places = index * block..<min((index + 1) * block, tokens.count)
      let span = tokens.span
      // One comparison for all of them first: it runs at the speed of memory.
      var largest: UInt32 = 0
      for place in places { largest = max(largest, span[place]) }
      return largest < limit ? nil : places.first { span[$0] >= limit }
    }
    return found.lazy.compactMap { $0 }.first
  }

  /// The sequence that a place in its tokens belongs to, and the position there.
  private static func position(ofPlace place: Int, in sequences: TokenSequences) -> (Int, Int) {
    let offsets = sequences.offsets
    var (low, high) = (0, offsets.count - 1)
    // The last sequence that begins at the place or before it.
    while high - low > 1 {
      let middle = (low + high) / 2
      if offsets[middle] <= place { low = middle } else { high = middle }
    }
    return (low, place - offsets[low])
  }
}

extension MergeTable {
  /// Refuses codes outside the alphabet.
  ///
  /// - Throws: `PairEncodingError.unknownCode` for the first one.
  func checkCodes(_ sequences: TokenSequences) throws(PairEncodingError) {
    guard let first = CodeCheck.first(in: sequences, notBelow: alphabetSize) else { return }
    throw PairEncodingError.unknownCode(
      sequence: first.sequence, position: first.position, code: first.number,
      alphabetSize: alphabetSize)
  }

  /// Refuses tokens outside the table.
  ///
  /// - Throws: `PairEncodingError.unknownTokenToDecode` for the first one.
  func checkTokens(_ sequences: TokenSequences) throws(PairEncodingError) {
    guard let first = CodeCheck.first(in: sequences, notBelow: tokenCount) else { return }
    throw PairEncodingError.unknownTokenToDecode(
      sequence: first.sequence, position: first.position, token: first.number,
      tokenCount: tokenCount)
  }
}
