import Bytes

/// A `.npy` file of integers in one, two or three dimensions, checked but not read: one sequence, a
/// sequence a row, or a grid an item.
struct NumpyArray: Sendable {
  private let file: MappedFile
  private let layout: NumpyLayout

  /// Checks a file: the array, header first, and nothing behind it.
  ///
  /// - Throws: `TokenInputError.malformed` or `.unsupported`.
  init(_ file: MappedFile) throws(TokenInputError) {
    self.file = file
    layout = try NumpyLayout(
      beginning: file.bytes(in: 0..<min(NumpyHeader.largestByteCount, file.count)),
      path: file.path)
    do {
      try layout.check(byteCount: file.count)
    } catch {
      throw .malformed(path: file.path, reason: error.description)
    }
  }

  private var shape: [Int] { layout.shape }

  /// How many elements there are.
  var elementCount: Int { layout.elementCount }

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
    let (tokens, largest) = unsafe withElements { elements in
      unsafe conversion.tokens(of: runs, in: elements)
    }
    guard largest >= UInt64(vocabularySize) else { return tokens }
    let unusable = unsafe withElements { elements in
      unsafe conversion.firstUnusable(of: runs, in: elements, limit: UInt64(vocabularySize))
    }
    guard let unusable else { return tokens }
    throw .unusableToken(
      path: file.path, place: place(run: unusable.run, position: unusable.position),
      value: unusable.value, vocabularySize: vocabularySize)
  }

  private func withElements<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe file.withUnsafeBytes { bytes in
      unsafe body(UnsafeRawBufferPointer(rebasing: bytes[layout.dataStart...]))
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
    let (element, size) = (layout.element, layout.element.kind.byteCount)
    let (length, rows, count) = (rowLength, rowCount, count)
    guard layout.isFortranOrder, shape.count > 1 else {
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
