import Bytes

/// Writes Megatron's layout (`megatron/core/datasets/indexed_dataset.py`): the tokens in a `.bin` file
/// and, in an `.idx` file, each sequence's length and place; every sequence is a document.
struct MegatronWriter: TokenWriter, ~Copyable {
  private let dataPath: String
  private let indexPath: String
  private let type: TokenElementType
  private var data: AtomicFile
  private var lengths: [Int32] = []

  /// `path` is the prefix that Megatron is given, or either file.
  init(path: String, type: TokenElementType) throws {
    let prefix = Self.prefix(of: path)
    self.type = type
    dataPath = prefix + ".bin"
    indexPath = prefix + ".idx"
    data = try AtomicFile(path: dataPath)
  }

  private static func prefix(of path: String) -> String {
    path.hasSuffix(".bin") || path.hasSuffix(".idx") ? String(path.dropLast(4)) : path
  }

  mutating func append(_ record: TokenRecord) throws {
    guard let length = Int32(exactly: record.tokens.count) else {
      throw ExportError.tooLong(
        path: dataPath, what: record.name, count: record.tokens.count, most: Int(Int32.max))
    }
    lengths.append(length)
    try data.append(type.bytes(of: record.tokens))
  }

  /// The codes of Megatron's `DType`.
  private static func code(of type: TokenElementType) -> UInt8 {
    switch type {
    case .uint8: 1
    case .int32, .uint32: 4
    case .int64: 5
    case .uint16: 8
    }
  }

  private func index() -> [UInt8] {
    var start = 0
    let pointers = lengths.map { length in
      defer { start += Int(length) * type.byteCount }
      return start
    }
    var bytes = ByteWriter()
    bytes.append(Array("MMIDIDX".utf8) + [0, 0])
    bytes.append(integer: UInt64(1))
    bytes.append(integer: Self.code(of: type))
    bytes.append(integer: UInt64(lengths.count))
    // Documents are given by where they begin and where the last one ends, one number more.
    bytes.append(integer: UInt64(lengths.count + 1))
    return bytes.bytes + TokenElementType.bytes(of: lengths, as: Int32.self)
      + TokenElementType.bytes(of: pointers) + TokenElementType.bytes(of: Array(0...lengths.count))
  }

  consuming func commit() throws -> [String] {
    var index = try AtomicFile(path: indexPath)
    try index.append(self.index())
    // An index of other data must never stand beside the new data.
    try Destination.remove(indexPath)
    let paths = [dataPath, indexPath]
    try data.commit()
    try index.commit()
    return paths
  }
}
