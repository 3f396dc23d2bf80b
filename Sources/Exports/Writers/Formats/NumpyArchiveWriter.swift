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
    try tokens.append(type.bytes(of: record.tokens))
  }

  consuming func commit() throws -> [String] {
    var archive = archive
    let header = NumpyHeader(elementType: type, shape: [table.offsets.last ?? 0]).bytes
    try archive.begin("tokens.npy", byteCount: header.count + tokens.count)
    try archive.append(header)
    try tokens.drain { block in try archive.append(block) }
    for (name, values) in table.columns {
      try archive.add(name + ".npy", NumpyHeader.file(of: values))
    }
    try archive.commit()
    return [path]
  }
}
