import FoundationEssentials

/// Prints values as JSON on standard output.
enum JSONOutput {
  /// Prints one value, keys sorted; numbers that are not finite become `"inf"`, `"-inf"`, `"nan"`.
  static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
