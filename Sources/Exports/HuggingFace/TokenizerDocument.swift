/// The parts of a `tokenizer.json` that matter, as they stand there.
///
/// Tokens are kept as the scalars they are: `String` takes canonically equivalent ones for equal.
struct TokenizerDocument {
  /// Each token's characters and id.
  private(set) var vocabulary: [(text: [Unicode.Scalar], id: UInt64)] = []
  /// The merges in order of rank.
  private(set) var merges: [(left: [Unicode.Scalar], right: [Unicode.Scalar])] = []
  /// Why the tokenizer does something else than merging pairs of characters; nil where it doesn't.
  private(set) var obstacle: String?
  private var modelType: String?

  /// Reads the document that `cursor` stands before.
  ///
  /// - Throws: `JSONFault`.
  init(_ cursor: inout JSONCursor) throws(JSONFault) {
    cursor.skipSpace()
    try cursor.forEachMember { key, cursor throws(JSONFault) in
      switch key {
      case "model": try readModel(&cursor)
      case "normalizer", "pre_tokenizer", "post_processor": try mustBeNull(key, &cursor)
      case "added_tokens": try mustBeEmpty(key, &cursor)
      default: try cursor.skipValue()
      }
    }
    cursor.skipSpace()
    guard cursor.next == nil else { throw cursor.fault("the end of the file") }
    // Old files do not name the type.
    if let modelType, modelType != "BPE" { obstacle = "its model is \(modelType), not BPE" }
    if vocabulary.isEmpty { obstacle = obstacle ?? "it has no vocabulary" }
  }

  private mutating func readModel(_ cursor: inout JSONCursor) throws(JSONFault) {
    try cursor.forEachMember { key, cursor throws(JSONFault) in
      switch key {
      case "type": modelType = try cursor.string()
      case "continuing_subword_prefix", "end_of_word_suffix":
        try mustBeNullOrEmpty(key, &cursor)
      // A word that is a token would be that token, whatever the merges make of it; an unknown
      // character would be tokens of its bytes.
      case "ignore_merges", "byte_fallback": try mustNotBeTrue(key, &cursor)
      case "dropout": try mustBeNullOrZero(key, &cursor)
      case "vocab": try readVocabulary(&cursor)
      case "merges": try readMerges(&cursor)
      default: try cursor.skipValue()
      }
    }
  }

  private mutating func readVocabulary(_ cursor: inout JSONCursor) throws(JSONFault) {
    guard cursor.next == UInt8(ascii: "{") else {
      obstacle = "its vocabulary has no ids"
      return try cursor.skipValue()
    }
    try cursor.forEachMember { key, cursor throws(JSONFault) in
      guard let id = cursor.digits() else { throw cursor.fault("the id of a token") }
      vocabulary.append((Array(key.unicodeScalars), id))
    }
  }

  // ["a", "b"], or "a b" in files before version 0.20 of the library.
  private mutating func readMerges(_ cursor: inout JSONCursor) throws(JSONFault) {
    try cursor.forEachElement { cursor throws(JSONFault) in
      var parts: [[Unicode.Scalar]] = []
      if cursor.next == UInt8(ascii: "[") {
        try cursor.forEachElement { cursor throws(JSONFault) in
          parts.append(Array(try cursor.string().unicodeScalars))
        }
      } else {
        parts = try cursor.string().unicodeScalars.split(
          separator: " ", omittingEmptySubsequences: false
        ).map(Array.init)
      }
      guard parts.count == 2 else {
        throw JSONFault("merge \(merges.count) has \(parts.count) parts instead of 2")
      }
      merges.append((parts[0], parts[1]))
    }
  }

  private mutating func mustBeNull(
    _ key: String, _ cursor: inout JSONCursor
  ) throws(JSONFault) {
    if cursor.next != UInt8(ascii: "n") { obstacle = "it has a \(key)" }
    try cursor.skipValue()
  }

  private mutating func mustNotBeTrue(
    _ key: String, _ cursor: inout JSONCursor
  ) throws(JSONFault) {
    if cursor.next == UInt8(ascii: "t") { obstacle = "it is set to \(key)" }
    try cursor.skipValue()
  }

  private mutating func mustBeNullOrZero(
    _ key: String, _ cursor: inout JSONCursor
  ) throws(JSONFault) {
    guard cursor.next != UInt8(ascii: "n") else { return try cursor.skipValue() }
    let start = cursor.offset
    try cursor.skipValue()
    let value = cursor.excerpt(from: start)
    if Double(value) != 0 { obstacle = "it has a \(key) of \(value)" }
  }

  private mutating func mustBeNullOrEmpty(
    _ key: String, _ cursor: inout JSONCursor
  ) throws(JSONFault) {
    guard cursor.next == UInt8(ascii: "\"") else { return try mustBeNull(key, &cursor) }
    if try !cursor.string().isEmpty { obstacle = "it has a \(key)" }
  }

  private mutating func mustBeEmpty(
    _ key: String, _ cursor: inout JSONCursor
  ) throws(JSONFault) {
    var count = 0
    try cursor.forEachElement { cursor throws(JSONFault) in
      count += 1
      try cursor.skipValue()
    }
    if count > 0 { obstacle = "it has \(count) added tokens" }
  }
}

extension JSONCursor {
  /// Hands each member of an object to `body`, which reads its value.
  mutating func forEachMember(
    _ body: (_ key: String, inout JSONCursor) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    try expect("{")
    if accept("}") { return }
    repeat {
      skipSpace()
      let key = try string()
      try expect(":")
      try body(key, &self)
    } while accept(",")
    try expect("}")
  }

  /// Hands each element of an array to `body`, which reads it.
  mutating func forEachElement(
    _ body: (inout JSONCursor) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    try expect("[")
    if accept("]") { return }
    repeat {
      skipSpace()
      try body(&self)
    } while accept(",")
    try expect("]")
  }
}
