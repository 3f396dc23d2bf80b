import Bytes

/// The arrays of a `.npz` file that say what sequences it holds: `tokens` and `offsets`, and perhaps
/// `classes` and `rows`.
struct NumpyArchive: Sendable {
  private let path: String
  private let tokens: NumpyArray
  private let offsets: [Int]
  private let classes: [Int]?
  private let rows: [Int]?

  /// Reads the arrays; other files of the archive are passed over.
  ///
  /// - Throws: `FileError.unreadable` or `TokenInputError`.
  init(path: String) throws {
    // What a path cannot be opened for, this says better than an archive's reader.
    _ = try MappedFile(path: path)
    let reader = try ArchiveReader(path: path)
    var arrays: [String: NumpyArray] = [:]
    var names: [String] = []
    while let name = try reader.next() {
      names.append(name)
      guard ["tokens.npy", "offsets.npy", "classes.npy", "rows.npy"].contains(name) else {
        continue
      }
      guard arrays[name] == nil else {
        throw TokenInputError.malformed(path: path, reason: "it has two files \(name)")
      }
      arrays[name] = try Self.array(of: reader, path: path, name: name)
    }
    guard let tokens = arrays["tokens.npy"], let offsets = arrays["offsets.npy"] else {
      throw TokenInputError.unsupported(
        path: path,
        reason: "it has no arrays 'tokens' and 'offsets' but \(names.joined(separator: ", "))")
    }
    self.path = path
    self.tokens = tokens
    self.offsets = try Self.column(offsets, "offsets", path: path)
    classes = try arrays["classes.npy"].map { try Self.column($0, "classes", path: path) }
    rows = try arrays["rows.npy"].map { try Self.column($0, "rows", path: path) }
    try check()
  }

  /// Reads no more than the header of the array claims and one byte, so that a small file cannot
  /// unfold without end.
  private static func array(
    of reader: ArchiveReader, path: String, name: String
  ) throws(TokenInputError) -> NumpyArray {
    var bytes: [UInt8] = []
    try reader.read(NumpyHeader.largestByteCount, into: &bytes)
    if let claimed = try? NumpyArray.claimedByteCount(of: bytes), claimed >= bytes.count,
      claimed < Int.max
    {
      try reader.read(claimed + 1 - bytes.count, into: &bytes)
    }
    return try NumpyArray(.bytes(bytes), path: path, name: name)
  }

  private static func column(
    _ array: NumpyArray, _ name: String, path: String
  ) throws(TokenInputError) -> [Int] {
    guard array.shape.count == 1 else {
      throw .malformed(path: path, reason: "\(name) has \(array.shape.count) dimensions, not 1")
    }
    return array.integers()
  }

  private func check() throws(TokenInputError) {
    func fault(_ reason: String) -> TokenInputError { .malformed(path: path, reason: reason) }
    guard tokens.shape.count == 1 else {
      throw fault("tokens has \(tokens.shape.count) dimensions, not 1")
    }
    guard offsets.first == 0, offsets.last == tokens.rowLength,
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw fault("offsets do not ascend from 0 to \(tokens.rowLength), the count of tokens") }
    for (name, column) in [("classes", classes), ("rows", rows)] {
      if let column, column.count != count {
        throw fault("\(name) has \(column.count) elements for \(count) sequences")
      }
    }
    guard classes?.allSatisfy({ $0 >= -1 }) ?? true else { throw fault("a class is negative") }
    for (index, rowCount) in (rows ?? []).enumerated() {
      guard rowCount > 0, (offsets[index + 1] - offsets[index]) % rowCount == 0 else {
        throw fault("sequence \(index) does not form \(rowCount) rows")
      }
    }
  }

  /// How many sequences there are.
  var count: Int { offsets.count - 1 }

  /// Whether sequences are rows of something.
  var hasRows: Bool { rows != nil }

  /// All tokens.
  ///
  /// - Throws: `TokenInputError.unusableToken`.
  func allTokens(vocabularySize: Int) throws(TokenInputError) -> (tokens: [UInt32], offsets: [Int])
  {
    (try tokens.tokens(of: 0..<1, vocabularySize: vocabularySize), offsets)
  }

  /// Makes each sequence a record.
  ///
  /// - Throws: what `body` throws, or `TokenInputError.unusableToken`.
  func forEach(vocabularySize: Int, _ body: (TokenRecord) throws -> Void) throws {
    let tokens = try allTokens(vocabularySize: vocabularySize).tokens
    for index in 0..<count {
      let classID = classes.flatMap { $0[index] < 0 ? nil : $0[index] }
      try body(
        TokenRecord(
          name: "\(path)[\(index)]", tokens: Array(tokens[offsets[index]..<offsets[index + 1]]),
          rowCount: rows?[index] ?? 1, classID: classID))
    }
  }
}
