import Bytes
import Exports
import PairEncoding
import TestSupport
import Testing

@Suite("tokenizer.json of Hugging Face")
struct TokenizerFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.file("tokenizer.json") }

  private func table(_ alphabetSize: Int, _ merges: [[UInt32]]) throws -> MergeTable {
    try MergeTable(
      alphabetSize: alphabetSize,
      merges: merges.map { Merge(left: $0[0], right: $0[1], result: $0[2]) })
  }

  private func read(_ text: String) throws -> MergeTable {
    try TokenizerFile.read(folder.write(Array(text.utf8), to: "tokenizer.json"))
  }

  @Test(
    "a code is an ideograph, a token the characters of its codes, and nothing splits a sequence")
  func content() throws {
    try TokenizerFile.write(table(3, [[0, 1, 3], [3, 2, 4]]), to: path)
    let text = String(decoding: try ExportExamples.bytes(path), as: UTF8.self)
    #expect(
      text.filter { $0 != "\n" } == #"""
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,\#
        "pre_tokenizer":null,"post_processor":null,"decoder":{"type":"Fuse"},\#
        "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,\#
        "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,\#
        "vocab":{"一":0,"丁":1,"丂":2,"一丁":3,"一丁丂":4},\#
        "merges":[["一","丁"],["一丁","丂"]]}}
        """#)
  }

  @Test("what is written is read back")
  func roundTrip() throws {
    for table in try [
      table(1, []), table(1, [[0, 0, 1], [1, 1, 2]]), table(3, [[0, 1, 3], [3, 2, 4]]),
      // Codes that two merges make.
      table(3, [[0, 1, 3], [1, 2, 4], [3, 2, 5], [0, 4, 5], [5, 5, 6]]),
    ] {
      try TokenizerFile.write(table, to: path)
      #expect(try TokenizerFile.read(path) == table)
    }
  }

  @Test("so are the goldens", arguments: IntegerGolden.all)
  func goldens(golden: IntegerGolden) throws {
    try TokenizerFile.write(golden.table(), to: path)
    #expect(try TokenizerFile.read(path) == golden.table())
  }

  /// U+F900 is canonically equivalent to U+8C48, which `String` takes for the same.
  @Test("surrogates are passed over, and equivalent characters are two codes")
  func characters() throws {
    let merges: [[UInt32]] = [
      [35_327, 35_328, 50_000], [15_944, 15_944, 50_001], [41_728, 41_728, 50_002],
      [50_001, 43_520, 50_003],
    ]
    try TokenizerFile.write(table(50_000, merges), to: path)
    let text = String(decoding: try ExportExamples.bytes(path), as: UTF8.self).unicodeScalars
    for line in [
      "\"\u{D7FF}\":35327", "\"\u{E000}\":35328", "\"\u{8C48}\":15944", "\"\u{F900}\":41728",
      "\"\u{10000}\":43520", "\"\u{8C48}\u{8C48}\u{10000}\":50003",
    ] {
      #expect(
        text.split(separator: "\n").contains { $0.starts(with: line.unicodeScalars) }, "\(line)")
    }
    #expect(try TokenizerFile.read(path) == table(50_000, merges))
  }

  @Test("as many codes as there are characters")
  func largestAlphabet() throws {
    let limit = 0x110000 - 0x4E00 - 0x800
    let error = #expect(
      throws: TokenizerFileError.alphabetTooLarge(path: path, size: limit + 1, limit: limit)
    ) { try TokenizerFile.write(table(limit + 1, []), to: path) }
    #expect(error?.description.hasPrefix("\(path): ") ?? false)
    #expect(Folder.kind(of: path) == .missing)
    let whole = try table(limit, [[UInt32(limit - 1), 0, UInt32(limit)]])
    try TokenizerFile.write(whole, to: path)
    #expect(try TokenizerFile.read(path) == whole)
  }

  @Test("scaffolds cannot be said")
  func scaffolds() throws {
    let table = try table(2, [[0, 1, 2], [2, 2, 3]]).withScaffolds([2])
    let error = #expect(throws: TokenizerFileError.holdsScaffolds(path: path, count: 1)) {
      try TokenizerFile.write(table, to: path)
    }
    #expect(error?.description.hasPrefix("\(path): ") ?? false)
    #expect(Folder.kind(of: path) == .missing)
  }

  @Test("merges as one text, of versions before 0.20, without a type and with escapes")
  func oldFiles() throws {
    let old = try read(
      #"""
      {"model": {"vocab": {"b": 1, "a": 0, "aba": 3, "\u0061b": 2}, "merges": ["a b", "ab a"],
       "unk_token": "b"}}
      """#)
    #expect(try old == table(2, [[0, 1, 2], [2, 0, 3]]))
    let escaped = try read(
      #"{"model": {"vocab": {"\ud840\udc00": 0, "\u00e4": 1, "𠀀ä": 2}, "merges": [["𠀀", "ä"]]}}"#)
    #expect(try escaped == table(2, [[0, 1, 2]]))
  }

  @Test("what does not change the tokens is passed over")
  func otherParts() throws {
    let found = try read(
      #"""
      {"version": "1.0", "truncation": {"max_length": 5}, "padding": null, "added_tokens": [],
       "normalizer": null, "pre_tokenizer": null, "post_processor": null,
       "decoder": {"type": "BPEDecoder"}, "x": [{}, 1e5],
       "model": {"type": "BPE", "continuing_subword_prefix": "", "end_of_word_suffix": "",
        "ignore_merges": false, "byte_fallback": false, "dropout": 0.0
        , "unk_token": "q", "fuse_unk": true, "vocab": {"q": 0, "p": 1, "qp": 2},
        "merges": [["q", "p"]]}}
      """#)
    #expect(try found == table(2, [[0, 1, 2]]))
  }
}
