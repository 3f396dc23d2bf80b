/// How the elements of a `.npy` array lie in its file: what the header says, checked, with no element
/// read.
struct NumpyLayout: Equatable {
  /// What the elements are.
  let element: NumpyElement
  /// Extents, outermost first; one, two or three of them.
  let shape: [Int]
  /// Whether the first axis varies fastest.
  let isFortranOrder: Bool
  /// Where the elements begin, in bytes.
  let dataStart: Int
  /// How many elements there are.
  let elementCount: Int
  /// Bytes of the header and the elements.
  let byteCount: Int

  /// Reads the header of an array.
  ///
  /// - Parameters:
  ///   - start: the array's first bytes, which hold the header.
  ///   - path: the file it stands in, for errors.
  ///   - name: the array's name where the file holds several.
  /// - Throws: `TokenInputError.malformed`, or `.unsupported` for arrays of something else.
  init(beginning start: [UInt8], path: String, name: String? = nil) throws(TokenInputError) {
    let prefix = name.map { $0 + ": " } ?? ""
    let header: NumpyHeader
    do throws(NumpyFault) {
      (header, dataStart) = try NumpyHeader.parsed(from: start)
      try Self.check(header.shape)
    } catch {
      throw .malformed(path: path, reason: prefix + error.description)
    }
    guard (1...3).contains(header.shape.count) else {
      throw .unsupported(path: path, reason: prefix + "it has \(header.shape.count) dimensions")
    }
    do throws(NumpyFault) {
      element = try NumpyElement(header.elementType)
    } catch {
      throw .unsupported(path: path, reason: prefix + error.description)
    }
    shape = header.shape
    isFortranOrder = header.isFortranOrder
    // From the last extent on, so that no items of an impossible size are none.
    var (count, overflow) = (1, false)
    for extent in shape.reversed() where !overflow {
      (count, overflow) = count.multipliedReportingOverflow(by: extent)
    }
    let (size, sizeOverflow) = count.multipliedReportingOverflow(by: element.kind.byteCount)
    let (end, endOverflow) = size.addingReportingOverflow(dataStart)
    guard !overflow, !sizeOverflow, !endOverflow else {
      throw .malformed(
        path: path, reason: prefix + "its header claims an impossible shape \(shape)")
    }
    (elementCount, byteCount) = (count, end)
  }

  /// Rows without elements that are believed: nothing in a file stands for them.
  static let mostEmptyRows = 1 << 24

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

  /// Compares what the header claims with what there is.
  ///
  /// - Parameter found: bytes of the header and all that follows it.
  /// - Throws: `NumpyFault`.
  func check(byteCount found: Int) throws(NumpyFault) {
    guard found == byteCount else {
      throw NumpyFault(
        "its header claims \(byteCount - dataStart) bytes of elements, shape \(shape), and "
          + "\(found - dataStart) follow")
    }
  }
}
