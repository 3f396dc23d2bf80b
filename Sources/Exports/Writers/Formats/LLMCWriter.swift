import Bytes

/// Writes llm.c's layout (`dev/data/data_common.py`): 256 integers of 32 bits, of which the first
/// three are a magic number, a version and the count of tokens, then the tokens.
struct LLMCWriter: TokenWriter, ~Copyable {
  private let path: String
  private let type: TokenElementType
  private var file: AtomicFile
  private var tokens: SpoolFile
  private var tokenCount = 0

  private static let headerLength = 256

  init(path: String, type: TokenElementType) throws {
    self.path = path
    self.type = type
    file = try AtomicFile(path: path)
    tokens = SpoolFile(beside: path)
  }

  mutating func append(_ record: TokenRecord) throws {
    tokenCount += record.tokens.count
    guard tokenCount <= Int(Int32.max) else {
      throw ExportError.tooLong(
        path: path, what: "the export", count: tokenCount, most: Int(Int32.max))
    }
    try tokens.append(type.bytes(of: record.tokens))
  }

  /// The header: GPT-2's for 16 bits, Llama 3's for 32.
  static func header(type: TokenElementType, tokenCount: Int) -> [UInt8] {
    let (magic, version): (Int32, Int32) = type == .uint16 ? (20_240_520, 1) : (20_240_801, 7)
    let fields = [magic, version, Int32(clamping: tokenCount)]
    return TokenElementType.bytes(
      of: fields + Array(repeating: 0, count: headerLength - fields.count), as: Int32.self)
  }

  consuming func commit() throws -> [String] {
    var file = file
    try file.append(Self.header(type: type, tokenCount: tokenCount))
    try tokens.drain { block in try file.append(block) }
    try file.commit()
    return [path]
  }
}
