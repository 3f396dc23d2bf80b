import Bytes

/// Writes WebDataset's layout: tar archives `NAME-000000.tar`, … of bounded size, in which the files
/// of an item share a stem: the tokens as `.npy`, the class as `.cls`, the name as `.json`.
struct WebDatasetWriter: TokenWriter, ~Copyable {
  private let stem: String
  private let type: TokenElementType
  private let byteLimit: Int
  private let itemLimit: Int
  private let folder: UnfinishedFolder
  private var archive: ArchiveWriter?
  private var archiveCount = 0
  private var itemsInArchive = 0
  private var itemCount = 0

  /// `path` is `NAME.tar`, or just the name.
  init(path: String, type: TokenElementType, options: ExportOptions) throws {
    stem = path.hasSuffix(".tar") ? String(path.dropLast(4)) : path
    self.type = type
    byteLimit = options.shardByteLimit
    itemLimit = max(options.shardItemLimit, 1)
    try Self.requireNoArchives(of: stem)
    folder = try UnfinishedFolder(beside: path)
  }

  /// A pattern such as `NAME-*.tar` would mix archives of an earlier export with the new ones.
  private static func requireNoArchives(of stem: String) throws {
    let name = Folder.name(of: stem) + "-"
    let parent = Folder.parent(of: stem)
    guard Folder.kind(of: parent) == .folder else { return }
    let earlier = try Folder.names(in: parent).first {
      $0.hasPrefix(name) && $0.hasSuffix(".tar")
        && $0.dropFirst(name.count).dropLast(4).allSatisfy(\.isNumber)
    }
    if let earlier {
      throw ExportError.occupied(
        path: parent + "/" + earlier, reason: "an archive of an earlier export stands there")
    }
  }

  mutating func append(_ record: TokenRecord) throws {
    let shape =
      record.hasRows ? [record.rowCount, record.rowLength] : [record.tokens.count]
    var members = [(".npy", NumpyHeader.file(of: record.tokens, as: type, shape: shape))]
    if let classID = record.classID { members.append((".cls", Array(String(classID).utf8))) }
    let name = try JSONText.string(record.name)
    members.append((".json", Array(#"{"name":"#.utf8) + name + Array("}".utf8)))
    // Each file has a header of 512 bytes and is filled up to a multiple of them.
    let size = members.reduce(0) { $0 + 512 + ($1.1.count + 511) / 512 * 512 }
    try makeRoom(for: size)
    for (suffix, contents) in members {
      try archive?.add(Self.number(itemCount, digits: 9) + suffix, contents)
    }
    itemCount += 1
    itemsInArchive += 1
  }

  private mutating func makeRoom(for size: Int) throws {
    if let used = archive?.byteCount, itemsInArchive > 0,
      used + size > byteLimit || itemsInArchive >= itemLimit
    {
      try finishArchive()
    }
    guard archive == nil else { return }
    archive = try ArchiveWriter(path: folder.file(name(archiveCount)), kind: .tar)
    archiveCount += 1
    itemsInArchive = 0
  }

  private mutating func finishArchive() throws {
    try archive.take()?.commit()
  }

  private func name(_ archive: Int) -> String {
    Folder.name(of: stem) + "-" + Self.number(archive, digits: 6) + ".tar"
  }

  private static func number(_ number: Int, digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(digits - text.count, 0)) + text
  }

  consuming func commit() throws -> [String] {
    try finishArchive()
    var paths: [String] = []
    for index in 0..<archiveCount {
      let path = stem + "-" + Self.number(index, digits: 6) + ".tar"
      try folder.move(name(index), to: path)
      paths.append(path)
    }
    return paths
  }
}
