import Bytes

extension Unpickler {
  /// The value that an operation's own bytes spell.
  mutating func constant(_ operation: PickleConstant) throws -> PickleValue {
    switch operation {
    case .none: .none
    case .newTrue: .boolean(true)
    case .newFalse: .boolean(false)
    case .binInt: .integer(Int(try reader.integer(Int32.self)))
    case .binInt1: .integer(Int(try reader.integer(UInt8.self)))
    case .binInt2: .integer(Int(try reader.integer(UInt16.self)))
    case .long1: try long(byteCount: Int(try reader.integer(UInt8.self)))
    case .long4: try long(byteCount: Int(try reader.integer(Int32.self)))
    case .binFloat: try opaque(byteCount: 8)
    case .binUnicode: try text(byteCount: Int(try reader.integer(UInt32.self)))
    case .shortBinUnicode: try text(byteCount: Int(try reader.integer(UInt8.self)))
    case .binUnicode8: try text(byteCount: try wideCount())
    case .binString: try legacyText(byteCount: Int(try reader.integer(Int32.self)))
    case .shortBinString: try legacyText(byteCount: Int(try reader.integer(UInt8.self)))
    case .binBytes: try opaque(byteCount: Int(try reader.integer(UInt32.self)))
    case .shortBinBytes: try opaque(byteCount: Int(try reader.integer(UInt8.self)))
    case .binBytes8, .byteArray8: try opaque(byteCount: try wideCount())
    }
  }

  private mutating func wideCount() throws -> Int {
    Int(clamping: try reader.integer(UInt64.self))
  }

  private mutating func opaque(byteCount: Int) throws -> PickleValue {
    _ = try reader.take(byteCount)
    return .opaque
  }

  private mutating func text(byteCount: Int) throws -> PickleValue {
    guard let text = String(validating: try reader.take(byteCount), as: UTF8.self) else {
      throw ArchiveFailure.malformed("a text of its pickle is not UTF-8")
    }
    return .text(text)
  }

  /// What Python 2 wrote for both text and bytes.
  private mutating func legacyText(byteCount: Int) throws -> PickleValue {
    String(validating: try reader.take(byteCount), as: UTF8.self).map { .text($0) } ?? .opaque
  }

  /// A little-endian two's complement number; one of more than 64 bits counts nothing here.
  private mutating func long(byteCount: Int) throws -> PickleValue {
    let bytes = try reader.take(byteCount)
    guard byteCount <= 8 else { return .opaque }
    let isNegative = bytes.last.map { $0 >= 0x80 } ?? false
    return .integer(bytes.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) })
  }
}
