import Bytes
public import PairEncoding

/// Hugging Face's `tokenizer.json` for a vocabulary of merged codes.
///
/// Codes are written as characters, one each (``CodeCharacters``), and a sequence is one word: there
/// is no normalizer and no pre-tokenizer. `tokenizers` then gives the same ids for the same codes, and
/// its "Fuse" decoder gives the characters back without spaces.
public enum TokenizerFile {
  /// Writes a table.
  ///
  /// - Throws: `FileError`, `TokenizerFileError.alphabetTooLarge` or `.holdsScaffolds`; nothing is
  ///   written then.
  public static func write(_ table: MergeTable, to path: String) throws {
    try AtomicFile.write(Array(text(of: table, for: path).utf8), to: path)
  }

  /// The file's text; `path` is for errors.
  static func text(of table: MergeTable, for path: String) throws(TokenizerFileError) -> String {
    guard table.alphabetSize <= CodeCharacters.count else {
      throw .alphabetTooLarge(path: path, size: table.alphabetSize, limit: CodeCharacters.count)
    }
    guard table.scaffolds.isEmpty else {
      throw .holdsScaffolds(path: path, count: table.scaffolds.count)
    }
    let tokens = (0..<UInt32(table.tokenCount)).map { "\"\(characters(of: $0, in: table))\"" }
    let vocabulary = tokens.enumerated().map { "\($1):\($0)" }
    let merges = table.merges.map { "[\(tokens[Int($0.left)]),\(tokens[Int($0.right)])]" }
    return """
      {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,\
      "pre_tokenizer":null,"post_processor":null,"decoder":{"type":"Fuse"},\
      "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,\
      "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,
      "vocab":{\(vocabulary.joined(separator: ",\n"))},
      "merges":[\(merges.joined(separator: ",\n"))]}}

      """
  }

  private static func characters(of token: UInt32, in table: MergeTable) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: table.codes(of: token).lazy.compactMap(CodeCharacters.character))
    return String(text)
  }

  /// Reads a table: of this program, of `tokenizers` trained on codes as characters, or of MidiTok.
  ///
  /// The characters themselves don't matter: the token of a single character is the code of its id.
  /// Settings that give other ids than the merges alone are refused. `unk_token` and `fuse_unk` are
  /// not: they concern characters that are no codes.
  ///
  /// - Throws: `FileError` or `TokenizerFileError`.
  public static func read(_ path: String) throws -> MergeTable {
    let file = try MappedFile(path: path)
    let document = try unsafe file.withUnsafeBytes { bytes in
      do {
        var cursor = unsafe JSONCursor(bytes, in: 0..<bytes.count)
        return try TokenizerDocument(&cursor)
      } catch let fault as JSONFault {
        throw TokenizerFileError.malformed(path: path, reason: fault.description)
      }
    }
    if let reason = document.obstacle {
      throw TokenizerFileError.unsupported(path: path, reason: reason)
    }
    return try table(of: document, path: path)
  }

  private static func table(of document: TokenizerDocument, path: String) throws -> MergeTable {
    var ids: [[Unicode.Scalar]: UInt32] = [:]
    var codes = Set<Int>()
    for (text, id) in document.vocabulary {
      guard id <= UInt64(UInt32.max), ids.updateValue(UInt32(id), forKey: text) == nil else {
        throw TokenizerFileError.malformed(
          path: path, reason: "token \(id) is numbered twice or too high")
      }
      if text.count == 1 { codes.insert(Int(id)) }
    }
    // Base codes must be the first tokens, or ids of codes would not be codes.
    guard !codes.isEmpty, codes.max() == codes.count - 1 else {
      throw TokenizerFileError.unsupported(
        path: path,
        reason: "its \(codes.count) single characters are not the tokens 0..<\(codes.count)")
    }
    let merges = try document.merges.enumerated().map { rank, merge in
      guard let left = ids[merge.left], let right = ids[merge.right],
        let result = ids[merge.left + merge.right]
      else {
        throw TokenizerFileError.malformed(
          path: path, reason: "merge \(rank) is of tokens that its vocabulary lacks")
      }
      return Merge(left: left, right: right, result: result)
    }
    let table: MergeTable
    do {
      table = try MergeTable(alphabetSize: codes.count, merges: merges)
    } catch {
      throw TokenizerFileError.malformed(path: path, reason: error.description)
    }
    guard table.tokenCount == ids.count else {
      throw TokenizerFileError.unsupported(
        path: path, reason: "\(ids.count - table.tokenCount) of its tokens are made by no merge")
    }
    return table
  }
}
