/// One line of a `.jsonl` file: an array of tokens, or an object with the key `tokens` and perhaps
/// `name` and `class` or `class_id`.
struct JSONTokenLine {
  /// The tokens, row after row.
  private(set) var tokens: [UInt32] = []
  /// How many rows there are; 1 where `tokens` is a plain array.
  private(set) var rowCount = 1
  private(set) var name: String?
  private(set) var classID: Int?
  private var cursor: JSONCursor
  private let vocabularySize: UInt64
  private var hasTokens = false

  /// Reads a line that `cursor` stands at the start of.
  ///
  /// - Throws: `LineFault`.
  init(_ cursor: JSONCursor, vocabularySize: Int) throws(LineFault) {
    self.cursor = cursor
    self.vocabularySize = UInt64(vocabularySize)
    do {
      try read()
    } catch let fault as LineFault {
      throw fault
    } catch {
      throw .malformed("\(error)")
    }
  }

  /// What is wrong with a line.
  enum LineFault: Error {
    case malformed(String)
    case unusableToken(place: String, value: String)
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
    guard hasTokens else { throw LineFault.malformed("it has no key \"tokens\"") }
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
        guard !hasTokens else { throw LineFault.malformed("it has \"tokens\" twice") }
        try readTokens()
      case "class", "class_id": try readClass(key)
      case "name" where cursor.next == UInt8(ascii: "\""): name = try cursor.string()
      default: try cursor.skipValue()
      }
    } while cursor.accept(",")
    try cursor.expect("}")
  }

  private mutating func readClass(_ key: String) throws {
    guard cursor.next != UInt8(ascii: "n") else { return try cursor.skipValue() }
    guard classID == nil else { throw LineFault.malformed("it has two classes") }
    let start = cursor.offset
    guard let value = cursor.digits(), endsNumber else {
      throw LineFault.malformed("\"\(key)\" is \(cursor.excerpt(from: start)) and not a class")
    }
    classID = Int(value)
  }

  private mutating func readTokens() throws {
    hasTokens = true
    try cursor.expect("[")
    if cursor.next == UInt8(ascii: "[") {
      try readRows()
    } else {
      try readRow(0, of: nil)
    }
  }

  private mutating func readRows() throws {
    var rows = 0
    repeat {
      cursor.skipSpace()
      try cursor.expect("[")
      let before = tokens.count
      try readRow(rows, of: "row \(rows), ")
      rows += 1
      guard tokens.count - before == tokens.count / rows, tokens.count % rows == 0 else {
        throw LineFault.malformed("row \(rows - 1) of its tokens is of another length")
      }
    } while cursor.accept(",")
    try cursor.expect("]")
    rowCount = rows
  }

  /// Reads numbers up to the closing bracket, which is read too.
  private mutating func readRow(_ row: Int, of place: String?) throws {
    if cursor.accept("]") { return }
    let before = tokens.count
    while true {
      let start = cursor.offset
      guard let value = cursor.digits(), value < vocabularySize, endsNumber else {
        throw fault(at: start, place: "\(place ?? "")position \(tokens.count - before)")
      }
      tokens.append(UInt32(value))
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

  private func fault(at start: Int, place: String) -> LineFault {
    let value = cursor.excerpt(from: start)
    guard let first = value.utf8.first, first == UInt8(ascii: "-") || first &- 0x30 < 10 else {
      return .malformed("\(place): a token was expected")
    }
    return .unusableToken(place: place, value: value)
  }
}
