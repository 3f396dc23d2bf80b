import Bytes

/// What `torch.save` wrote before PyTorch 1.6: pickles of a magic number, a version, the system's
/// properties, the value and the storages' keys, then each storage as a count and its bytes.
struct LegacyArchive: TorchStorages {
  /// Everything that the pickles built.
  let graph: PickleGraph
  /// What the fourth pickle stands for.
  let value: PickleValue
  private let ranges: [String: Range<Int>]

  /// How such a file begins: protocol 2 and the 10 bytes of 0x1950A86A20F9469CFC6C.
  static let magic: [UInt8] = [
    0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]
  private static let version = 1001

  /// Reads the pickles; of the storages only the counts.
  ///
  /// - Throws: `ArchiveFailure` or `TruncatedBytes`.
  init(file: MappedFile) throws {
    var unpickler = Unpickler(file.bytes(in: 0..<min(file.count, TorchArchive.largestPickle)))
    _ = try unpickler.load()
    guard case .integer(Self.version) = try unpickler.load() else {
      throw ArchiveFailure.unsupported("its format's version is not \(Self.version)")
    }
    let system = try unpickler.load()
    if case .boolean(false)? = unpickler.graph.value("little_endian", in: system) {
      throw ArchiveFailure.unsupported("its numbers are big-endian")
    }
    value = try unpickler.load()
    let list = try unpickler.load()
    graph = unpickler.graph
    guard let keys = graph.items(list) else {
      throw ArchiveFailure.malformed("it has no list of storages")
    }
    ranges = try Self.ranges(
      of: keys, among: graph.storages, in: file, from: unpickler.reader.offset)
  }

  private static func ranges(
    of keys: [PickleValue], among storages: [PickledStorage], in file: MappedFile, from start: Int
  ) throws -> [String: Range<Int>] {
    let known = Dictionary(storages.map { ($0.key, $0) }) { first, _ in first }
    var ranges: [String: Range<Int>] = [:]
    var offset = start
    for key in keys {
      guard case .text(let key) = key, let storage = known[key], file.count - offset >= 8 else {
        throw ArchiveFailure.malformed("its list of storages does not match what it holds")
      }
      var reader = ByteReader(file.bytes(in: offset..<offset + 8))
      let (count, byteCount) = (try reader.integer(Int64.self), try storage.byteCount())
      guard Int(count) == storage.count, byteCount <= file.count - offset - 8 else {
        throw ArchiveFailure.malformed("storage \(key) is not of the size it is said to have")
      }
      ranges[key] = offset + 8..<offset + 8 + byteCount
      offset += 8 + byteCount
    }
    return ranges
  }

  func bytes(of storage: PickledStorage) throws -> Range<Int> {
    guard let range = ranges[storage.key], try storage.byteCount() <= range.count else {
      throw ArchiveFailure.malformed(
        "it has no storage \(storage.key) of \(storage.count) elements")
    }
    return range
  }
}
