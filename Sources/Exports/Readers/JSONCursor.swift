import FoundationEssentials

/// Walks through one line of JSON (RFC 8259), never past its end.
///
/// Whole values are checked also where they are not used, so that a damaged line is never taken for
/// a good one.
@safe struct JSONCursor {
  private let bytes: UnsafeRawBufferPointer
  /// Where the next byte is read.
  private(set) var offset: Int
  private let end: Int

  /// Values within values that are followed.
  private static let deepestNesting = 64

  /// Begins at the start of `range`, which lies within `bytes`.
  init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
    unsafe self.bytes = bytes
    offset = range.lowerBound
    end = range.upperBound
  }

  /// The next byte, nil at the end.
  var next: UInt8? { offset < end ? unsafe bytes[offset] : nil }

  /// Passes over white space.
  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B {
      offset += 1
    }
  }

  /// Passes over one character and the white space around it, if it comes next.
  mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    offset += 1
    skipSpace()
    return true
  }

  /// Passes over one character that must come next.
  ///
  /// - Throws: `JSONFault`.
  mutating func expect(_ character: Unicode.Scalar) throws(JSONFault) {
    guard accept(character) else { throw fault("'\(character)'") }
  }

  /// What is wrong here, when something else was expected.
  func fault(_ expected: String) -> JSONFault {
    let found = next.map { byte in
      (0x20..<0x7F).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "byte \(byte)"
    }
    return JSONFault("\(expected) was expected, and \(found ?? "the end of the line") was found")
  }

  /// Digits that end a number without sign, fraction or exponent; nil where there are none or more
  /// than 18.
  mutating func digits() -> UInt64? {
    let start = offset
    var value: UInt64 = 0
    while let byte = next, byte &- 0x30 < 10 {
      value = value &* 10 &+ UInt64(byte &- 0x30)
      offset += 1
    }
    let count = offset - start
    guard count > 0, count <= 18 else { return nil }
    let beginsWithZero = unsafe bytes[start] == 0x30
    return beginsWithZero && count > 1 ? nil : value
  }

  /// Appends numbers below `limit` for as long as a comma follows each, and stops before the first
  /// that is anything else; most of a file is read here.
  mutating func readNumbers(below limit: UInt64, into numbers: inout [UInt32]) {
    // Numbers and their commas mostly take four bytes or more.
    if numbers.isEmpty { numbers.reserveCapacity((end - offset) / 4) }
    var position = offset
    while true {
      let start = position
      var value: UInt64 = 0
      while position < end {
        let digit = unsafe bytes[position] &- 0x30
        guard digit < 10 else { break }
        value = value &* 10 &+ UInt64(digit)
        position += 1
      }
      let count = position - start
      // Ten digits cannot overflow; a number that begins with zero is left to be refused.
      guard (1...10).contains(count), value < limit, position < end else { return }
      let isPlain = unsafe bytes[position] == 0x2C && (count == 1 || bytes[start] != 0x30)
      guard isPlain else { return }
      numbers.append(UInt32(truncatingIfNeeded: value))
      position += 1
      if position < end, unsafe bytes[position] == 0x20 { position += 1 }
      offset = position
    }
  }

  private static let separators = Array(",]} \t\r\n".utf8)

  /// The text of the value around `start`, up to what ends it, for error messages.
  func excerpt(from start: Int) -> String {
    var stop = start
    while stop < min(end, start + 40), unsafe !Self.separators.contains(bytes[stop]) {
      stop += 1
    }
    return unsafe String(decoding: bytes[start..<stop], as: UTF8.self)
  }

  /// A string, with its escapes resolved.
  ///
  /// - Throws: `JSONFault`.
  mutating func string() throws(JSONFault) -> String {
    let start = offset
    let hasEscapes = try skipString()
    if !hasEscapes {
      let inside = unsafe bytes[start + 1..<offset - 1]
      guard let text = unsafe String(validating: inside, as: UTF8.self) else {
        throw JSONFault("a string is not UTF-8")
      }
      return text
    }
    let text = unsafe Data(bytes[start..<offset])
    guard let string = try? JSONDecoder().decode(String.self, from: text) else {
      throw JSONFault("a string has an escape that is none")
    }
    return string
  }

  /// Passes over a string and says whether it has escapes.
  private mutating func skipString() throws(JSONFault) -> Bool {
    guard next == UInt8(ascii: "\"") else { throw fault("a string") }
    offset += 1
    var hasEscapes = false
    while let byte = next {
      offset += 1
      if byte == UInt8(ascii: "\"") { return hasEscapes }
      if byte < 0x20 { throw JSONFault("a string holds a control character") }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        offset += 1
      }
    }
    throw JSONFault("a string has no end")
  }

  /// Passes over any value.
  ///
  /// - Throws: `JSONFault`.
  mutating func skipValue(nesting: Int = 0) throws(JSONFault) {
    guard nesting < Self.deepestNesting else {
      throw JSONFault("values are nested more than \(Self.deepestNesting) deep")
    }
    skipSpace()
    switch next {
    case UInt8(ascii: "\""):
      let start = offset
      if try skipString() {
        offset = start
        _ = try string()
      }
    case UInt8(ascii: "["):
      try skipMembers(closing: "]") { cursor throws(JSONFault) in
        try cursor.skipValue(nesting: nesting + 1)
      }
    case UInt8(ascii: "{"):
      try skipMembers(closing: "}") { cursor throws(JSONFault) in
        _ = try cursor.string()
        try cursor.expect(":")
        try cursor.skipValue(nesting: nesting + 1)
      }
    case UInt8(ascii: "t"): try skipWord("true")
    case UInt8(ascii: "f"): try skipWord("false")
    case UInt8(ascii: "n"): try skipWord("null")
    default: try skipNumber()
    }
    skipSpace()
  }

  private mutating func skipMembers(
    closing: Unicode.Scalar, _ member: (inout JSONCursor) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    offset += 1
    if accept(closing) { return }
    repeat { try member(&self) } while accept(",")
    try expect(closing)
  }

  private mutating func skipWord(_ word: String) throws(JSONFault) {
    for byte in word.utf8 {
      guard next == byte else { throw fault("'\(word)'") }
      offset += 1
    }
  }

  private mutating func skipNumber() throws(JSONFault) {
    if next == UInt8(ascii: "-") { offset += 1 }
    let beginsWithZero = next == UInt8(ascii: "0")
    let count = skipDigits()
    guard count > 0, count == 1 || !beginsWithZero else { throw fault("a value") }
    if next == UInt8(ascii: ".") {
      offset += 1
      try requireDigits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      offset += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
      try requireDigits()
    }
  }

  private mutating func requireDigits() throws(JSONFault) {
    guard skipDigits() > 0 else { throw fault("a digit") }
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte = next, byte &- 0x30 < 10 { offset += 1 }
    return offset - start
  }
}

/// What is wrong with a line; its reader adds which line it is.
struct JSONFault: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
