import Bytes

/// Writes nanoGPT's layout: a `.bin` file of all tokens behind each other without a header, and a
/// `meta.pkl` in its folder, in which `train.py` looks for the vocabulary's size.
struct NanoGPTWriter: TokenWriter, ~Copyable {
  private let path: String
  private let type: TokenElementType
  private let vocabularySize: Int
  private var file: AtomicFile

  init(path: String, type: TokenElementType, vocabularySize: Int) throws {
    self.path = path
    self.type = type
    self.vocabularySize = vocabularySize
    file = try AtomicFile(path: path)
  }

  mutating func append(_ record: TokenRecord) throws {
    try file.append(type.bytes(of: record.tokens))
  }

  /// `{'vocab_size': size}` as a pickle of protocol 0: an empty dictionary, a key, a value, their
  /// assignment, the end.
  static func pickle(vocabularySize: Int) -> [UInt8] {
    Array("(dVvocab_size\nI\(vocabularySize)\ns.".utf8)
  }

  consuming func commit() throws -> [String] {
    try file.commit()
    guard !Destination.isStream(path) else { return [path] }
    let pickle = Folder.parent(of: path) + "/meta.pkl"
    try AtomicFile.write(Self.pickle(vocabularySize: vocabularySize), to: pickle)
    return [path, pickle]
  }
}
