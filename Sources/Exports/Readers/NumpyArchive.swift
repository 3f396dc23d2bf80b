import Bytes

/// A `.npz` file of sequences, of which only headers were read: the arrays `tokens` and `offsets`, and
/// perhaps `classes` and `rows`.
///
/// However small it is, an archive may unfold to more than memory holds, so that it is opened again
/// whenever it is read, and each array from front to back.
struct NumpyArchive: Sendable {
  private let path: String
  private let tokens: ArchivedArray
  private let offsets: ArchivedArray
  private let classes: ArchivedArray?
  private let rows: ArchivedArray?

  private static let names: Set = ["tokens.npy", "offsets.npy", "classes.npy", "rows.npy"]

  /// Reads the headers of the arrays; other files of the archive are passed over.
  ///
  /// - Throws: `TokenInputError.malformed` or `.unsupported`.
  init(_ file: MappedFile) throws(TokenInputError) {
    path = file.path
    let reader = try ArchiveReader(path: path)
    var arrays: [String: ArchivedArray] = [:]
    var names: [String] = []
    while let member = try reader.next() {
      names.append(member.name)
      guard Self.names.contains(member.name) else { continue }
      guard arrays[member.name] == nil else {
        throw .malformed(path: path, reason: "it has two files \(member.name)")
      }
      arrays[member.name] = try ArchivedArray(
        member, of: reader, path: path, archiveSize: file.count)
    }
    guard let tokens = arrays["tokens.npy"], let offsets = arrays["offsets.npy"] else {
      throw .unsupported(
        path: path,
        reason: "it has no arrays 'tokens' and 'offsets' but \(names.joined(separator: ", "))")
    }
    (self.tokens, self.offsets) = (tokens, offsets)
    (classes, rows) = (arrays["classes.npy"], arrays["rows.npy"])
    try checkCounts()
  }

  private func checkCounts() throws(TokenInputError) {
    guard offsets.count > 0 else { throw wrongOffsets }
    // Each other sequence has a token at least.
    guard count <= tokens.count + NumpyLayout.mostEmptyRows else {
      throw fault("its headers claim \(count) sequences of \(tokens.count) tokens")
    }
    for column in [classes, rows].compactMap(\.self) where column.count != count {
      throw fault("\(column.name) has \(column.count) elements for \(count) sequences")
    }
  }

  private var wrongOffsets: TokenInputError {
    fault("offsets do not ascend from 0 to \(tokens.count), the count of tokens")
  }

  private func fault(_ reason: String) -> TokenInputError {
    .malformed(path: path, reason: reason)
  }

  /// How many sequences there are.
  private var count: Int { offsets.count - 1 }

  /// How many tokens there are.
  var tokenCount: Int { tokens.count }

  /// Whether sequences are rows of something.
  var hasRows: Bool { rows != nil }

  /// What an archive says of a sequence beside its tokens.
  private struct Item {
    let index: Int
    let length: Int
    let classID: Int?
    let rowCount: Int?
  }

  private func forEachItem(_ body: (Item) throws -> Void) throws {
    let offsets = try ArchivedIntegers(offsets)
    let classes = try classes.map(ArchivedIntegers.init)
    let rows = try rows.map(ArchivedIntegers.init)
    guard var start = try offsets.next(), start == 0 else { throw wrongOffsets }
    var index = 0
    while let end = try offsets.next() {
      guard start <= end, end <= tokens.count else { throw wrongOffsets }
      let (classID, rowCount) = (try classes?.next(), try rows?.next())
      guard classID ?? -1 >= -1 else { throw fault("a class is negative") }
      if let rowCount, rowCount <= 0 || (end - start) % rowCount != 0 {
        throw fault("sequence \(index) does not form \(rowCount) rows")
      }
      try body(
        Item(
          index: index, length: end - start, classID: classID == -1 ? nil : classID,
          rowCount: rowCount))
      (start, index) = (end, index + 1)
    }
    guard start == tokens.count else { throw wrongOffsets }
    // Reads to the ends, where checksums are compared.
    _ = (try classes?.next(), try rows?.next())
  }

  /// Makes each sequence a record.
  ///
  /// - Throws: what `body` throws; `TokenInputError.malformed` or `.unusableToken`.
  func forEach(vocabularySize: Int, _ body: (TokenRecord) throws -> Void) throws {
    let tokens = try ArchivedTokens(tokens, vocabularySize: vocabularySize)
    try forEachItem { item in
      try body(
        TokenRecord(
          name: .numbered(path: path, index: item.index),
          tokens: try tokens.next(item.length), rowCount: item.rowCount,
          classID: item.classID))
    }
    // Nothing is left, but the end was not looked at where there are no tokens.
    _ = try tokens.next(1)
  }

  /// Adds every sequence.
  ///
  /// - Throws: `TokenInputError.malformed` or `.unusableToken`.
  func collect(into collected: inout CollectedSequences, vocabularySize: Int) throws {
    let tokens = try ArchivedTokens(tokens, vocabularySize: vocabularySize)
    collected.reserve(sequences: count, tokens: tokenCount)
    try forEachItem { collected.appendSequence(length: $0.length) }
    try tokens.forEachBlock { collected.appendTokens($0) }
  }
}
