import Bytes
import FoundationEssentials

/// Writes a safetensors file: `tokens` of all items behind each other, `offsets`, and `classes` and
/// `rows` where items have them.
///
/// The 64-bit tensors come first, so that each begins at a multiple of
/// its element's size.
struct SafetensorsTokenWriter: TokenWriter, ~Copyable {
  private let path: String
  private let type: TokenElementType
  private let metadata: [String: String]
  private var file: AtomicFile
  private var tokens: SpoolFile
  private var table = SequenceTable()

  init(path: String, type: TokenElementType, metadata: [String: String]) throws {
    self.path = path
    self.type = type
    self.metadata = metadata
    file = try AtomicFile(path: path)
    tokens = SpoolFile(beside: path)
  }

  mutating func append(_ record: TokenRecord) throws {
    table.add(record)
    try tokens.append(type.bytes(of: record.tokens))
  }

  consuming func commit() throws -> [String] {
    let (header, columns, path) = (try header(), table.columns, path)
    var file = file
    try file.append(header)
    for (_, values) in columns { try file.append(TokenElementType.bytes(of: values)) }
    try tokens.drain { block in try file.append(block) }
    try file.commit()
    return [path]
  }

  private func header() throws -> [UInt8] {
    var fields: [String: HeaderField] = metadata.isEmpty ? [:] : ["__metadata__": .text(metadata)]
    var next = 0
    func add(_ name: String, type: TokenElementType, count: Int) {
      let end = next + count * type.byteCount
      fields[name] = .tensor(
        dtype: type.safetensorsName, shape: [count], offsets: [next, end])
      next = end
    }
    for (name, values) in table.columns { add(name, type: .int64, count: values.count) }
    add("tokens", type: type, count: table.offsets.last ?? 0)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = Array(try encoder.encode(fields))
    json += Array(repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
    var bytes = ByteWriter()
    bytes.append(integer: UInt64(json.count))
    bytes.append(json)
    return bytes.bytes
  }
}

/// One value of the header's JSON object.
private enum HeaderField: Encodable {
  case text([String: String])
  case tensor(dtype: String, shape: [Int], offsets: [Int])

  private enum CodingKeys: String, CodingKey {
    case dtype, shape
    case offsets = "data_offsets"
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let text):
      try text.encode(to: encoder)
    case .tensor(let dtype, let shape, let offsets):
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(dtype, forKey: .dtype)
      try fields.encode(shape, forKey: .shape)
      try fields.encode(offsets, forKey: .offsets)
    }
  }
}
