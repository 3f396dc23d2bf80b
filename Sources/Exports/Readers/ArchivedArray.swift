/// An array of one dimension in a `.npz` archive, of which only the header was read.
struct ArchivedArray: Sendable {
  /// The archive.
  let path: String
  /// The array's file in the archive, such as `tokens.npy`.
  let name: String
  private let layout: NumpyLayout

  /// NumPy stores or deflates, and deflate makes of a byte 1032 at most.
  private static let mostUnfolding = 1032

  /// Reads the header of the file that a reader has come to.
  ///
  /// - Parameters:
  ///   - member: the file's place in the archive.
  ///   - reader: has read nothing of the file.
  ///   - path: the archive's path.
  ///   - archiveSize: bytes of the whole archive.
  /// - Throws: `TokenInputError.malformed` or `.unsupported`, also for an array that cannot be in an
  ///   archive of this size.
  init(
    _ member: ArchiveReader.Member, of reader: ArchiveReader, path: String, archiveSize: Int
  ) throws(TokenInputError) {
    var start: [UInt8] = []
    try reader.read(NumpyHeader.prefixByteCount, into: &start)
    // What is wrong with the length is said when the header is read.
    if let byteCount = try? NumpyHeader.byteCount(beginning: start) {
      try reader.read(max(byteCount - start.count, 0), into: &start)
    }
    let layout = try NumpyLayout(beginning: start, path: path, name: member.name)
    self.path = path
    name = member.name
    self.layout = layout
    if let byteCount = member.byteCount { try check(byteCount: byteCount) }
    guard layout.shape.count == 1 else {
      throw fault("it has \(layout.shape.count) dimensions, not 1")
    }
    guard layout.byteCount / Self.mostUnfolding <= archiveSize else {
      throw fault(
        "its header claims \(layout.byteCount) bytes, to which \(archiveSize) cannot unfold")
    }
  }

  /// How many elements there are.
  var count: Int { layout.elementCount }

  /// What the elements are.
  var element: NumpyElement { layout.element }

  /// Opens the archive again and goes to the first element.
  ///
  /// - Throws: `TokenInputError.malformed`, also where the header is another one by now.
  func opened() throws(TokenInputError) -> ArchivedBytes {
    let reader = try ArchiveReader(path: path)
    while let member = try reader.next() {
      guard member.name == name else { continue }
      var start: [UInt8] = []
      try reader.read(layout.dataStart, into: &start)
      guard try NumpyLayout(beginning: start, path: path, name: name) == layout else { break }
      return ArchivedBytes(of: self, reader)
    }
    throw fault("it is another one than a moment ago")
  }

  /// Compares the header with how many bytes the file has.
  ///
  /// - Throws: `TokenInputError.malformed`.
  func check(byteCount: Int) throws(TokenInputError) {
    do {
      try layout.check(byteCount: byteCount)
    } catch {
      throw fault(error.description)
    }
  }

  /// Compares the header with how many elements follow it, and perhaps a byte more.
  ///
  /// - Throws: `TokenInputError.malformed`.
  func check(elementCount: Int, spareBytes: Int) throws(TokenInputError) {
    try check(
      byteCount: layout.dataStart + elementCount * element.kind.byteCount + spareBytes)
  }

  private func fault(_ reason: String) -> TokenInputError {
    .malformed(path: path, reason: "\(name): \(reason)")
  }
}

/// The elements of an array in an archive, unpacked from front to back.
final class ArchivedBytes {
  private let array: ArchivedArray
  private let reader: ArchiveReader
  private var position = 0

  /// Takes a reader that stands before the first element.
  fileprivate init(of array: ArchivedArray, _ reader: ArchiveReader) {
    self.array = array
    self.reader = reader
  }

  /// The next elements, `count` of them unless fewer are left.
  ///
  /// - Throws: `TokenInputError.malformed` for a damaged archive, one that holds fewer elements than
  ///   the header claims or, once all are read, more.
  func next(_ count: Int) throws(TokenInputError) -> [UInt8] {
    let size = array.element.kind.byteCount
    let count = min(count, array.count - position)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * size)
    try reader.read(count * size, into: &bytes)
    position += bytes.count / size
    let isShort = bytes.count < count * size
    if isShort || position == array.count {
      // The checksum is compared once the end is reached.
      var spare: [UInt8] = []
      try reader.read(1, into: &spare)
      try array.check(
        elementCount: position, spareBytes: isShort ? bytes.count % size : spare.count)
    }
    return bytes
  }
}
