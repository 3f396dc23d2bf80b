/// Integers of an archive, one after the other; a few are in memory at a time.
final class ArchivedIntegers {
  private let bytes: ArchivedBytes
  private let element: NumpyElement
  private var block: [Int] = []
  private var place = 0

  private static let blockSize = 1 << 16

  /// Goes to the first integer of an array.
  ///
  /// - Throws: `TokenInputError.malformed`.
  init(_ array: ArchivedArray) throws(TokenInputError) {
    bytes = try array.opened()
    element = array.element
  }

  /// The next one, of 64 bits, unsigned ones above as negative; nil behind the last.
  ///
  /// - Throws: `TokenInputError.malformed`.
  func next() throws(TokenInputError) -> Int? {
    if place == block.count {
      let stored = try bytes.next(Self.blockSize)
      let conversion = NumpyConversion(
        contiguous: stored.count / element.kind.byteCount, of: element)
      block = unsafe stored.withUnsafeBytes { unsafe conversion.integers(in: $0) }
      place = 0
      guard !block.isEmpty else { return nil }
    }
    defer { place += 1 }
    return block[place]
  }
}

/// Tokens of an archive, from front to back; a block of them is in memory at a time.
final class ArchivedTokens {
  private let array: ArchivedArray
  private let bytes: ArchivedBytes
  private let vocabularySize: Int
  private var block: [UInt32] = []
  private var place = 0
  private var blockStart = 0

  private static let blockSize = 1 << 20

  /// Goes to the first token, each of which must be below `vocabularySize`.
  ///
  /// - Throws: `TokenInputError.malformed`.
  init(_ array: ArchivedArray, vocabularySize: Int) throws(TokenInputError) {
    self.array = array
    self.vocabularySize = vocabularySize
    bytes = try array.opened()
  }

  /// The next tokens, `count` of them unless fewer are left.
  ///
  /// - Throws: `TokenInputError.malformed` or `.unusableToken`.
  func next(_ count: Int) throws(TokenInputError) -> [UInt32] {
    if count <= block.count - place {
      defer { place += count }
      return Array(block[place..<place + count])
    }
    var tokens: [UInt32] = []
    tokens.reserveCapacity(min(count, array.count))
    while tokens.count < count {
      if place == block.count {
        try readBlock()
        guard !block.isEmpty else { break }
      }
      let end = min(block.count, place + count - tokens.count)
      tokens += block[place..<end]
      place = end
    }
    return tokens
  }

  /// Hands all tokens that are left to `body`, block by block.
  ///
  /// - Throws: as ``next(_:)`` does.
  func forEachBlock(_ body: (ArraySlice<UInt32>) -> Void) throws(TokenInputError) {
    repeat {
      body(block[place...])
      try readBlock()
    } while !block.isEmpty
  }

  private func readBlock() throws(TokenInputError) {
    blockStart += block.count
    place = 0
    let stored = try bytes.next(Self.blockSize)
    let conversion = NumpyConversion(
      contiguous: stored.count / array.element.kind.byteCount, of: array.element)
    let limit = UInt64(vocabularySize)
    let (tokens, largest) = unsafe stored.withUnsafeBytes {
      unsafe conversion.tokens(of: 0..<1, in: $0)
    }
    block = tokens
    guard largest >= limit else { return }
    let unusable = unsafe stored.withUnsafeBytes {
      unsafe conversion.firstUnusable(of: 0..<1, in: $0, limit: limit)
    }
    guard let unusable else { return }
    throw .unusableToken(
      path: array.path, place: "position \(blockStart + unusable.position)",
      value: unusable.value, vocabularySize: vocabularySize)
  }
}
