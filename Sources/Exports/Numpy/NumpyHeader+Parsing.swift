extension NumpyHeader {
  /// NumPy itself refuses longer headers (`max_header_size`).
  private static let longestText = 10_000

  /// Bytes that say how long the header is.
  static let prefixByteCount = magic.count + 6

  /// Bytes that hold any header that is read here, and the bytes before it.
  static let largestByteCount = prefixByteCount + longestText

  /// How many bytes come before the elements of an array that begins with these.
  ///
  /// - Throws: `NumpyFault`.
  static func byteCount(beginning start: [UInt8]) throws(NumpyFault) -> Int {
    try textRange(beginning: start).upperBound
  }

  private static func textRange(beginning start: [UInt8]) throws(NumpyFault) -> Range<Int> {
    guard start.starts(with: magic) else { throw NumpyFault("it is not a .npy array") }
    guard start.count >= prefixByteCount else { throw .truncatedHeader }
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
    return textStart..<textStart + length
  }

  /// Reads the header at the start of a file of version 1, 2 or 3.
  ///
  /// - Returns: the header and where the elements begin.
  /// - Throws: `NumpyFault`.
  static func parsed(
    from start: [UInt8]
  ) throws(NumpyFault) -> (header: NumpyHeader, dataStart: Int) {
    let text = try textRange(beginning: start)
    guard start.count >= text.upperBound else { throw .truncatedHeader }
    var literal = PythonLiteral(Array(start[text]))
    return (try header(from: literal.dictionary()), text.upperBound)
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
