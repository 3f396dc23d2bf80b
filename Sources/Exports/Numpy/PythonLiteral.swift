/// Reads the dictionary of a `.npy` header: a Python literal of texts, truths, and tuples of
/// integers.
struct PythonLiteral {
  /// A value of the dictionary.
  enum Value: Equatable {
    case text(String)
    case truth(Bool)
    case tuple([Int])
    /// A list, which describes records of several fields; it is not looked into.
    case list
  }

  private let bytes: [UInt8]
  private var next = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private static let fault = NumpyFault("its header is not the dictionary that the format asks for")

  /// The dictionary that is the whole text, white space aside.
  ///
  /// - Throws: `NumpyFault`.
  mutating func dictionary() throws(NumpyFault) -> [String: Value] {
    var fields: [String: Value] = [:]
    try expect("{")
    while !accept("}") {
      guard case .text(let key) = try value() else { throw Self.fault }
      try expect(":")
      guard fields.updateValue(try value(), forKey: key) == nil else { throw Self.fault }
      if !accept(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard next == bytes.count else { throw Self.fault }
    return fields
  }

  private mutating func value() throws(NumpyFault) -> Value {
    skipSpace()
    guard next < bytes.count else { throw Self.fault }
    switch bytes[next] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "("): return .tuple(try tuple())
    case UInt8(ascii: "T") where word("True"): return .truth(true)
    case UInt8(ascii: "F") where word("False"): return .truth(false)
    case UInt8(ascii: "["):
      try skipList()
      return .list
    default: throw Self.fault
    }
  }

  private mutating func text() throws(NumpyFault) -> String {
    let quote = bytes[next]
    guard let end = bytes[(next + 1)...].firstIndex(of: quote) else { throw Self.fault }
    let inside = bytes[(next + 1)..<end]
    guard !inside.contains(UInt8(ascii: "\\")),
      let text = String(validating: inside, as: UTF8.self)
    else { throw Self.fault }
    next = end + 1
    return text
  }

  private mutating func tuple() throws(NumpyFault) -> [Int] {
    var values: [Int] = []
    try expect("(")
    while !accept(")") {
      values.append(try extent())
      // A tuple of one has a comma behind it; without one the brackets mean nothing.
      let isSeparated = accept(",")
      guard isSeparated || (values.count > 1 && peek() == UInt8(ascii: ")")) else {
        throw Self.fault
      }
    }
    return values
  }

  private mutating func extent() throws(NumpyFault) -> Int {
    skipSpace()
    let digits = bytes[next...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else { throw Self.fault }
    next += digits.count
    // Python 2 wrote long integers with a letter.
    if next < bytes.count, bytes[next] == UInt8(ascii: "L") { next += 1 }
    return value
  }

  /// Brackets may hold brackets, and texts that hold brackets.
  private mutating func skipList() throws(NumpyFault) {
    var depth = 0
    repeat {
      guard next < bytes.count else { throw Self.fault }
      switch bytes[next] {
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        _ = try text()
        continue
      default: break
      }
      next += 1
    } while depth > 0
  }

  private mutating func word(_ word: String) -> Bool {
    guard bytes[next...].starts(with: word.utf8) else { return false }
    next += word.utf8.count
    return true
  }

  private mutating func skipSpace() {
    while next < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[next]) { next += 1 }
  }

  private mutating func peek() -> UInt8? {
    skipSpace()
    return next < bytes.count ? bytes[next] : nil
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    next += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(NumpyFault) {
    guard accept(character) else { throw Self.fault }
  }
}
