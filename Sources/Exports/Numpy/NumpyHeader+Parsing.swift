extension NumpyHeader {
  /// Where a header's text stands in a file.
  private struct Frame {
    let text: Range<Int>
  }

  /// NumPy itself refuses longer headers (`max_header_size`).
  private static let longestText = 10_000

  /// Bytes that hold any header that is read here, and the bytes before it.
  static let largestByteCount = magic.count + 6 + longestText

  /// Reads the header at the start of a file of version 1, 2 or 3.
  ///
  /// - Returns: the header and where the elements begin.
  /// - Throws: `NumpyFault`.
  static func parsed(
    from start: [UInt8]
  ) throws(NumpyFault) -> (header: NumpyHeader, dataStart: Int) {
    guard start.starts(with: magic) else { throw NumpyFault("it is not a .npy array") }
    guard start.count >= magic.count + 6 else { throw .truncatedHeader }
    let version = start[magic.count]
    guard (1...3).contains(version) else {
      throw NumpyFault("it is of .npy version \(version); versions 1 to 3 are read")
    }
    let lengthBytes = version == 1 ? 2 : 4
    let textStart = magic.count + 2 + lengthBytes
    let length = start[(textStart - lengthBytes)..<textStart].reversed().reduce(0) {
      $0 << 8 | Int($1)
    }
    guard length <= longestText else {
      throw NumpyFault("its header claims \(length) bytes, more than \(longestText)")
    }
    guard start.count >= textStart + length else { throw .truncatedHeader }
    var literal = PythonLiteral(Array(start[textStart..<textStart + length]))
    return (try header(from: literal.dictionary()), textStart + length)
  }

  private static func header(
    from fields: [String: PythonLiteral.Value]
  ) throws(NumpyFault) -> NumpyHeader {
    guard Set(fields.keys) == ["descr", "fortran_order", "shape"],
      case .truth(let isFortranOrder)? = fields["fortran_order"],
      case .tuple(let shape)? = fields["shape"]
    else { throw NumpyFault("its header is not the dictionary that the format asks for") }
    guard case .text(let elementType)? = fields["descr"] else {
      throw NumpyFault("it holds records of several fields and not integers")
    }
    return NumpyHeader(elementType: elementType, isFortranOrder: isFortranOrder, shape: shape)
  }
}

/// What is wrong with an array; the reader of the file adds which one it is.
struct NumpyFault: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }

  static let truncatedHeader = NumpyFault("it ends within its header")
}

extension NumpyArray {
  /// How many bytes an array has that begins with these, as its header claims.
  ///
  /// - Throws: `NumpyFault`.
  static func claimedByteCount(of start: [UInt8]) throws(NumpyFault) -> Int {
    let (header, dataStart) = try NumpyHeader.parsed(from: start)
    var count = try NumpyElement(header.elementType).kind.byteCount
    for extent in header.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw NumpyFault("its header claims an impossible shape") }
      count = product
    }
    let (sum, overflow) = count.addingReportingOverflow(dataStart)
    guard !overflow else { throw NumpyFault("its header claims an impossible shape") }
    return sum
  }
}
