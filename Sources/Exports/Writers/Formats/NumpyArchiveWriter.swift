import Bytes

/// Writes a `.npz` file: `tokens` of all items behind each other, `offsets`, and `classes` and `rows`
/// where items have them.
struct NumpyArchiveWriter: TokenWriter, ~Copyable {
  private let path: String
  private let type: TokenElementType
  private var archive: ArchiveWriter
  private var tokens: SpoolFile
  private var table = SequenceTable()

  init(path: String, type: TokenElementType) throws {
    self.path = path
    self.type = type
    archive = try ArchiveWriter(path: path, kind: .zip)
    tokens = SpoolFile(beside: path)
  }

  mutating func append(_ record: TokenRecord) throws {
    table.add(record)
    try tokens.append(record.tokens, as: type)
  }

  consuming func commit() throws -> [String] {
    var archive = archive
    let header = NumpyHeader(elementType: type, shape: [table.offsets.last ?? 0]).bytes
    try archive.begin("tokens.npy", byteCount: header.count + tokens.count)
    try archive.append(header)
    try tokens.drain { block in try archive.append(block) }
    for (name, values) in table.columns {
      try Self.add(values, as: name, to: &archive)
    }
    try archive.commit()
    return [path]
  }

  private static let elementsTogether = 1 << 16

  private static func add(
    _ values: [Int], as name: String, to archive: inout ArchiveWriter
  ) throws {
    let type = TokenElementType.int64
    let header = NumpyHeader(elementType: type, shape: [values.count]).bytes
    try archive.begin(name + ".npy", byteCount: header.count + values.count * type.byteCount)
    try archive.append(header)
    for start in stride(from: 0, to: values.count, by: elementsTogether) {
      let end = min(start + elementsTogether, values.count)
      try archive.append(TokenElementType.bytes(of: Array(values[start..<end])))
    }
  }
}
