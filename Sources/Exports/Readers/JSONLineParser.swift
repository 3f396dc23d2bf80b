/// One line of a `.jsonl` file.
struct JSONTokenLine {
  /// The tokens, row after row.
  var tokens: [UInt32] = []
  /// How many rows there are; nil where the tokens are a plain array.
  var rowCount: Int?
  /// The item's name, where the line says it.
  var name: String?
  /// The item's class, where the line says it.
  var classID: Int?
}

/// What is wrong with a line; its reader adds which line it is.
enum JSONLineFault: Error {
  case malformed(String)
  case unusableToken(place: String, value: String)
}

/// Reads a line: an array of tokens, or an object with the key `tokens` and perhaps `name` and `class`
/// or `class_id`.
struct JSONLineParser {
  private var cursor: JSONCursor
  private let vocabularySize: UInt64
  private var line = JSONTokenLine()
  private var hasTokens = false

  /// Begins where `cursor` stands.
  init(_ cursor: JSONCursor, vocabularySize: Int) {
    self.cursor = cursor
    self.vocabularySize = UInt64(vocabularySize)
  }

  /// The line's content.
  ///
  /// - Throws: `JSONLineFault`.
  mutating func parsed() throws -> JSONTokenLine {
    do {
      try read()
    } catch let fault as JSONFault {
      throw JSONLineFault.malformed(fault.description)
    }
    return line
  }

  private mutating func read() throws {
    cursor.skipSpace()
    if cursor.next == UInt8(ascii: "{") {
      try readObject()
    } else {
      try readTokens()
    }
    cursor.skipSpace()
    guard cursor.next == nil else { throw cursor.fault("the end of the line") }
    guard hasTokens else { throw JSONLineFault.malformed("it has no key \"tokens\"") }
  }

  private mutating func readObject() throws {
    try cursor.expect("{")
    if cursor.accept("}") { return }
    repeat {
      cursor.skipSpace()
      let key = try cursor.string()
      try cursor.expect(":")
      switch key {
      case "tokens":
        guard !hasTokens else { throw JSONLineFault.malformed("it has \"tokens\" twice") }
        try readTokens()
      case "class", "class_id": try readClass(key)
      case "name" where cursor.next == UInt8(ascii: "\""): line.name = try cursor.string()
      default: try cursor.skipValue()
      }
    } while cursor.accept(",")
    try cursor.expect("}")
  }

  private mutating func readClass(_ key: String) throws {
    guard cursor.next != UInt8(ascii: "n") else { return try cursor.skipValue() }
    guard line.classID == nil else { throw JSONLineFault.malformed("it has two classes") }
    let start = cursor.offset
    guard let value = cursor.digits(), endsNumber else {
      throw JSONLineFault.malformed("\"\(key)\" is \(cursor.excerpt(from: start)) and not a class")
    }
    line.classID = Int(value)
  }

  private mutating func readTokens() throws {
    hasTokens = true
    try cursor.expect("[")
    if cursor.next == UInt8(ascii: "[") {
      try readRows()
    } else {
      try readRow(nil)
    }
  }

  private mutating func readRows() throws {
    var rows = 0
    repeat {
      cursor.skipSpace()
      try cursor.expect("[")
      let before = line.tokens.count
      try readRow(rows)
      rows += 1
      guard (line.tokens.count - before) * rows == line.tokens.count else {
        throw JSONLineFault.malformed("row \(rows - 1) of its tokens is of another length")
      }
    } while cursor.accept(",")
    try cursor.expect("]")
    line.rowCount = rows
  }

  /// Reads numbers up to the closing bracket, which is read too.
  private mutating func readRow(_ row: Int?) throws {
    if cursor.accept("]") { return }
    let before = line.tokens.count
    while true {
      cursor.readNumbers(below: vocabularySize, into: &line.tokens)
      cursor.skipSpace()
      let start = cursor.offset
      guard let value = cursor.digits(), value < vocabularySize, endsNumber else {
        let place = row.map { "row \($0), " } ?? ""
        throw fault(at: start, place: "\(place)position \(line.tokens.count - before)")
      }
      line.tokens.append(UInt32(value))
      guard cursor.accept(",") else { return try cursor.expect("]") }
    }
  }

  /// Whether a number ends where the cursor stands, and not in a fraction or an exponent.
  private var endsNumber: Bool {
    switch cursor.next {
    case nil, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0D: true
    default: false
    }
  }

  private func fault(at start: Int, place: String) -> JSONLineFault {
    let value = cursor.excerpt(from: start)
    guard let first = value.utf8.first, first == UInt8(ascii: "-") || first &- 0x30 < 10 else {
      return .malformed("\(place): a token was expected")
    }
    return .unusableToken(place: place, value: value)
  }
}
