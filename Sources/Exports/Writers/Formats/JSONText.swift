import FoundationEssentials

/// Pieces of JSON text, without spaces.
enum JSONText {
  /// A string with its quotes.
  static func string(_ text: String) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return Array(try encoder.encode(text))
  }

  /// Appends an array of numbers, or an array of arrays for rows.
  static func append(tokensOf record: TokenRecord, to text: inout [UInt8]) {
    if record.hasRows { text.append(UInt8(ascii: "[")) }
    for row in 0..<record.rowCount {
      if row > 0 { text.append(UInt8(ascii: ",")) }
      append(record.row(row), to: &text)
    }
    if record.hasRows { text.append(UInt8(ascii: "]")) }
  }

  /// Appends an array of numbers.
  static func append(_ tokens: ArraySlice<UInt32>, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "["))
    for (index, token) in tokens.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      append(token, to: &text)
    }
    text.append(UInt8(ascii: "]"))
  }

  private static func append(_ number: UInt32, to text: inout [UInt8]) {
    var divisor: UInt32 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }
}
