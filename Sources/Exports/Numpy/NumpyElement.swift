/// The integers that a `.npy` array may hold.
struct NumpyElement: Equatable {
  /// How wide an element is and whether it has a sign.
  enum Kind {
    case uint8, uint16, uint32, uint64, int8, int16, int32, int64

    /// How many bytes an element takes.
    var byteCount: Int {
      switch self {
      case .uint8, .int8: 1
      case .uint16, .int16: 2
      case .uint32, .int32: 4
      case .uint64, .int64: 8
      }
    }
  }

  /// What the elements are.
  let kind: Kind
  /// Whether the most significant byte comes first.
  let isBigEndian: Bool

  /// Reads NumPy's notation, such as `<u2`.
  ///
  /// - Throws: `NumpyFault` for anything but integers.
  init(_ description: String) throws(NumpyFault) {
    let code = description.drop { "<>|=".contains($0) }
    switch code {
    case "u1": kind = .uint8
    case "u2": kind = .uint16
    case "u4": kind = .uint32
    case "u8": kind = .uint64
    case "i1": kind = .int8
    case "i2": kind = .int16
    case "i4": kind = .int32
    case "i8": kind = .int64
    default: throw NumpyFault("it holds \(Self.name(of: code)) (\(description)) and not integers")
    }
    isBigEndian = description.hasPrefix(">") && kind.byteCount > 1
  }

  private static func name(of code: Substring) -> String {
    switch code.first {
    case "f": "floating-point numbers"
    case "c": "complex numbers"
    case "O": "pickled Python objects, which are never read,"
    case "b", "?": "truth values"
    case "S", "U", "a": "texts"
    case "M", "m": "times"
    default: "elements"
    }
  }
}
