/// How one modality's sequences stand in a shared vocabulary: begin, class, tokens, end, each as far
/// as the plan has it.
public struct SequenceLayout: Hashable, Sendable {
  /// The modality's name.
  public let modality: String
  /// Where its tokens stand: token t of a sequence becomes `codes.lowerBound + t`.
  public let codes: Range<UInt32>
  /// The token before everything, if there is one.
  public let begin: UInt32?
  /// The token behind everything, if there is one.
  public let end: UInt32?
  /// Where class tokens stand, if there are any; class c is `classes.lowerBound + c`.
  public let classes: Range<UInt32>?

  /// A record in the shared vocabulary, with its special tokens around it; in a record of several
  /// rows, around each row.
  ///
  /// - Throws: `VocabularyPlanError.noClassToken`, or `.unexpectedToken` for a token outside the
  ///   modality's.
  public func framed(_ record: TokenRecord) throws(VocabularyPlanError) -> TokenRecord {
    let head = [begin, try classToken(of: record)].compactMap { $0 }
    let tail = [end].compactMap { $0 }
    var tokens: [UInt32] = []
    tokens.reserveCapacity(record.tokens.count + record.rowCount * (head.count + tail.count))
    for row in 0..<record.rowCount {
      tokens += head
      for (position, token) in record.row(row).enumerated() {
        guard token < codes.count else {
          throw .unexpectedToken(
            position: position, token: token, expected: "a token below \(codes.count)")
        }
        tokens.append(codes.lowerBound + token)
      }
      tokens += tail
    }
    return record.replacingTokens(with: tokens, rowCount: record.hasRows ? record.rowCount : nil)
  }

  private func classToken(of record: TokenRecord) throws(VocabularyPlanError) -> UInt32? {
    guard let classes else { return nil }
    guard let classID = record.classID, classID < classes.count else {
      throw .noClassToken(item: record.name, classID: record.classID, classCount: classes.count)
    }
    return classes.lowerBound + UInt32(classID)
  }

  /// What stood between a sequence's special tokens.
  public struct Content: Hashable, Sendable {
    /// The modality's tokens, counted from 0.
    public let tokens: [UInt32]
    /// The class, where classes have tokens and the sequence reaches that far.
    public let classID: Int?
    /// Whether nothing is missing at the end, as far as the special tokens tell.
    public let isWhole: Bool
  }

  /// The inverse of ``framed(_:)`` for one sequence or row, which may have been cut short.
  ///
  /// - Throws: `VocabularyPlanError.unexpectedToken`.
  public func content(
    of tokens: some Collection<UInt32>
  ) throws(VocabularyPlanError) -> Content {
    var rest = tokens.enumerated().makeIterator()
    var next = rest.next()
    if let begin, let first = next {
      guard first.element == begin else { throw unexpected(first, "begin (\(begin))") }
      next = rest.next()
    }
    var classID: Int?
    if let classes, let token = next {
      guard classes.contains(token.element) else { throw unexpected(token, "a class") }
      classID = Int(token.element - classes.lowerBound)
      next = rest.next()
    }
    var content: [UInt32] = []
    while let token = next, token.element != end {
      guard codes.contains(token.element) else { throw unexpected(token, "a token of \(modality)") }
      content.append(token.element - codes.lowerBound)
      next = rest.next()
    }
    let headIsWhole = (begin == nil || !tokens.isEmpty) && (classes == nil || classID != nil)
    let isWhole = headIsWhole && (end == nil || next != nil)
    if let behind = rest.next() { throw unexpected(behind, "nothing, behind the end,") }
    return Content(tokens: content, classID: classID, isWhole: isWhole)
  }

  private func unexpected(
    _ token: (offset: Int, element: UInt32), _ expected: String
  ) -> VocabularyPlanError {
    .unexpectedToken(position: token.offset, token: token.element, expected: expected)
  }
}
