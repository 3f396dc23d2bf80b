import Bytes

/// A `.npy` array of integers in one, two or three dimensions, checked but not read: one sequence, a
/// sequence a row, or a grid an item.
struct NumpyArray: Sendable {
  /// The file it stands in, for errors.
  let path: String
  /// Extents, outermost first.
  let shape: [Int]
  private let contents: Contents
  private let dataStart: Int
  private let element: NumpyElement
  private let isFortranOrder: Bool

  /// Where the bytes are.
  enum Contents: Sendable {
    case mapped(MappedFile)
    case bytes([UInt8])

    /// How many bytes there are.
    var count: Int {
      switch self {
      case .mapped(let file): file.count
      case .bytes(let bytes): bytes.count
      }
    }

    /// Copies the first bytes, at most `count`.
    func prefix(_ count: Int) -> [UInt8] {
      switch self {
      case .mapped(let file): file.bytes(in: 0..<min(count, file.count))
      case .bytes(let bytes): Array(bytes.prefix(count))
      }
    }

    /// Lends all bytes to `body`.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
      -> Result
    {
      switch self {
      case .mapped(let file): try unsafe file.withUnsafeBytes(body)
      case .bytes(let bytes): try unsafe bytes.withUnsafeBytes(body)
      }
    }
  }

  /// Checks an array.
  ///
  /// - Parameters:
  ///   - contents: the array, header first and nothing behind it.
  ///   - path: the file it stands in, for errors.
  ///   - name: the array's name where the file holds several.
  /// - Throws: `TokenInputError.malformed` or `.unsupported`.
  init(_ contents: Contents, path: String, name: String? = nil) throws(TokenInputError) {
    let prefix = name.map { $0 + ": " } ?? ""
    do {
      let (header, dataStart) = try NumpyHeader.parsed(
        from: contents.prefix(NumpyHeader.largestByteCount))
      try Self.check(header.shape)
      self.path = path
      self.contents = contents
      self.dataStart = dataStart
      shape = header.shape
      isFortranOrder = header.isFortranOrder
      element = try Self.element(of: header, path: path, prefix: prefix)
      try Self.check(
        header.shape, element, against: contents.count - dataStart)
    } catch let fault as NumpyFault {
      throw .malformed(path: path, reason: prefix + fault.description)
    } catch let error as TokenInputError {
      throw error
    } catch {
      throw .malformed(path: path, reason: prefix + "\(error)")
    }
  }

  private static func element(
    of header: NumpyHeader, path: String, prefix: String
  ) throws(TokenInputError) -> NumpyElement {
    guard (1...3).contains(header.shape.count) else {
      throw .unsupported(path: path, reason: prefix + "it has \(header.shape.count) dimensions")
    }
    do {
      return try NumpyElement(header.elementType)
    } catch {
      throw .unsupported(path: path, reason: prefix + error.description)
    }
  }

  /// Rows without elements that are believed: nothing in a file stands for them.
  private static let mostEmptyRows = 1 << 24

  private static func check(_ shape: [Int]) throws(NumpyFault) {
    guard shape.count != 3 || (shape[0] == 0 || shape[1] > 0) else {
      throw NumpyFault("its grids have no rows")
    }
    var rows = 1
    for extent in shape.dropLast() {
      let (product, overflow) = rows.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw NumpyFault("its header claims an impossible shape \(shape)") }
      rows = product
    }
    guard shape.last != 0 || rows <= mostEmptyRows else {
      throw NumpyFault("its header claims \(rows) rows without elements")
    }
  }

  private static func check(
    _ shape: [Int], _ element: NumpyElement, against byteCount: Int
  ) throws(NumpyFault) {
    var needed = element.kind.byteCount
    for extent in shape {
      let (product, overflow) = needed.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw NumpyFault("its header claims an impossible shape \(shape)") }
      needed = product
    }
    guard needed == byteCount else {
      throw NumpyFault(
        "its header claims \(needed) bytes of elements, shape \(shape), and \(byteCount) follow")
    }
  }

  /// How many items there are: one, or the first of several extents.
  var count: Int { shape.count == 1 ? 1 : shape[0] }

  /// Whether items are grids.
  var holdsGrids: Bool { shape.count == 3 }

  /// Rows of an item.
  var rowCount: Int { shape.count == 3 ? shape[1] : 1 }

  /// Elements of a row.
  var rowLength: Int { shape.last ?? 0 }

  /// The tokens of some items, one item behind the other.
  ///
  /// - Throws: `TokenInputError.unusableToken` for the first element that is negative or not below
  ///   `vocabularySize`.
  func tokens(of items: Range<Int>, vocabularySize: Int) throws(TokenInputError) -> [UInt32] {
    let runs = items.lowerBound * rowCount..<items.upperBound * rowCount
    let conversion = conversion
    let (tokens, largest) = unsafe contents.withUnsafeBytes { bytes in
      unsafe conversion.tokens(of: runs, in: UnsafeRawBufferPointer(rebasing: bytes[dataStart...]))
    }
    guard largest >= UInt64(vocabularySize) else { return tokens }
    let unusable = unsafe contents.withUnsafeBytes { bytes in
      unsafe conversion.firstUnusable(
        of: runs, in: UnsafeRawBufferPointer(rebasing: bytes[dataStart...]),
        limit: UInt64(vocabularySize))
    }
    guard let unusable else { return tokens }
    throw .unusableToken(
      path: path, place: place(run: unusable.run, position: unusable.position),
      value: unusable.value, vocabularySize: vocabularySize)
  }

  /// All elements as integers of 64 bits, unsigned ones above as negative; for arrays of few.
  func integers() -> [Int] {
    let conversion = conversion
    return unsafe contents.withUnsafeBytes { bytes in
      unsafe conversion.integers(
        of: 0..<count * rowCount, in: UnsafeRawBufferPointer(rebasing: bytes[dataStart...]))
    }
  }

  private func place(run: Int, position: Int) -> String {
    switch shape.count {
    case 1: "position \(position)"
    case 2: "row \(run), position \(position)"
    default: "grid \(run / rowCount), row \(run % rowCount), position \(position)"
    }
  }

  /// In C order the last axis is contiguous, in Fortran order the first.
  private var conversion: NumpyConversion {
    let size = element.kind.byteCount
    let (length, rows, count) = (rowLength, rowCount, count)
    guard isFortranOrder, shape.count > 1 else {
      return NumpyConversion(element: element, runLength: length, stride: size) {
        $0 * length * size
      }
    }
    return NumpyConversion(element: element, runLength: length, stride: count * rows * size) {
      run in
      (run / rows + run % rows * count) * size
    }
  }
}
