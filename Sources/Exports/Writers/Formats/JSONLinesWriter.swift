import Bytes

/// Writes one JSON object a line: `{"tokens":[…],"class":…,"name":…}`, the class where there is one;
/// or 1d-tokenizer's `{"class_id":…,"tokens":[…]}`.
struct JSONLinesWriter: TokenWriter, ~Copyable {
  /// Which keys the objects have.
  enum Keys {
    case all
    case oneDTokenizer
  }

  private let path: String
  private let keys: Keys
  private var file: AtomicFile
  private var text: [UInt8] = []

  private static let blockSize = 1 << 20

  init(path: String, keys: Keys) throws {
    self.path = path
    self.keys = keys
    file = try AtomicFile(path: path)
  }

  mutating func append(_ record: TokenRecord) throws {
    switch keys {
    case .all:
      text += Array(#"{"tokens":"#.utf8)
      JSONText.append(tokensOf: record, to: &text)
      if let classID = record.classID { text += Array(#","class":\#(classID)"#.utf8) }
      text += Array(#","name":"#.utf8) + (try JSONText.string(record.name))
    case .oneDTokenizer:
      text += Array(#"{"class_id":\#(record.classID ?? 0),"tokens":"#.utf8)
      JSONText.append(record.tokens[...], to: &text)
    }
    text += Array("}\n".utf8)
    if text.count >= Self.blockSize { try flush() }
  }

  private mutating func flush() throws {
    try file.append(text)
    text.removeAll(keepingCapacity: true)
  }

  consuming func commit() throws -> [String] {
    try flush()
    let path = path
    try file.commit()
    return [path]
  }
}
