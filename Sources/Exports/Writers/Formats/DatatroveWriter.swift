import Bytes

/// Writes datatrove's layout (`datatrove/pipeline/tokens/tokenizer.py`, `TokenizedFile`): the tokens,
/// an `.index` file of where each document ends, and a `.metadata` file of three lines.
struct DatatroveWriter: TokenWriter, ~Copyable {
  private let path: String
  private let type: TokenElementType
  private let tokenizer: String
  private var file: AtomicFile
  private var ends: [Int] = []

  /// `tokenizer` is the tokenizer's name, for the metadata.
  init(path: String, type: TokenElementType, tokenizer: String) throws {
    self.path = path
    self.type = type
    self.tokenizer = tokenizer
    file = try AtomicFile(path: path)
  }

  mutating func append(_ record: TokenRecord) throws {
    ends.append((ends.last ?? 0) + record.tokens.count)
    try file.append(type.bytes(of: record.tokens))
  }

  consuming func commit() throws -> [String] {
    let (indexPath, metadataPath) = (path + ".index", path + ".metadata")
    let count = ends.last ?? 0
    let name = tokenizer.replacing("|", with: "/").replacing("\n", with: " ")
    let metadata = "\(name)|\(type.byteCount)\n\(count)\n\(count) T"
    var index = try AtomicFile(path: indexPath)
    try index.append(TokenElementType.bytes(of: ends))
    // An index of other data must never stand beside the new data.
    try Destination.remove(indexPath)
    let path = path
    try file.commit()
    try index.commit()
    try AtomicFile.write(Array(metadata.utf8), to: metadataPath)
    return [path, indexPath, metadataPath]
  }
}
