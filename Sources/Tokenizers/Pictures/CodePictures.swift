import TokenStreams

extension TokenizerIdentity {
  /// Refuses a picture whose codes no token file would hold, before anything is computed.
  ///
  /// - Throws: `TokenizerError.unusableInput`.
  func requireRoom(forPositions count: Int, times factor: Int = 1) throws {
    let (positions, overflow) = count.multipliedReportingOverflow(by: factor)
    guard !overflow, positions <= 1 << 26 else {
      throw TokenizerError.unusableInput(
        tokenizer: name, reason: "the picture has more than \(1 << 26) codes; cut it up first")
    }
  }
}

extension ItemCodes {
  /// One code a position in a tokenizer's layout.
  ///
  /// - Throws: `CodeError` when codes are outside the vocabulary or do not fill the extents.
  init(
    _ codes: some Sequence<Int>, layout: CodeLayout, extents: [Int], vocabulary: Vocabulary
  ) throws(CodeError) {
    let codes = codes.map { UInt32($0) }
    self = try ItemCodes(
      layout: layout, extents: extents,
      stack: CodeStack(
        vocabulary: vocabulary, depths: Array(repeating: 1, count: codes.count), codes: codes))
  }

  /// The codes of an item that must hold one of these codes at every position.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  func singleCodes(of identity: TokenizerIdentity) throws -> [Int] {
    func mismatch(_ reason: String) -> TokenizerError {
      .mismatchedCodes(tokenizer: identity.name, reason: reason)
    }
    guard layout == identity.layout else {
      throw mismatch("they are a \(layout.rawValue), a \(identity.layout.rawValue) is needed")
    }
    guard stack.vocabulary == identity.vocabulary else {
      throw mismatch(
        "their vocabulary is \(stack.vocabulary.sizes), \(identity.vocabulary.sizes) is needed")
    }
    guard stack.positionCount == 0 || stack.uniformDepth == 1 else {
      throw mismatch("positions without a code")
    }
    return stack.codes.map(Int.init)
  }
}
