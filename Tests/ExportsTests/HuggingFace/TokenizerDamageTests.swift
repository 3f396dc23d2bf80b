import Bytes
import Exports
import PairEncoding
import Tensors
import TestSupport
import Testing

/// A model's members that can be read.
private let soundModel = #""vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]]"#

@Suite("Files that are no tokenizer.json of codes are refused by name, with what is wrong")
struct TokenizerDamageTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(_ bytes: some Sequence<UInt8>) throws -> MergeTable {
    try TokenizerFile.read(folder.write(Array(bytes), to: "t.json"))
  }

  /// Expects one line that begins with the file's name, and returns what kind of error it is.
  private func expectRefusal(
    _ text: String, _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) -> TokenizerFileError? {
    let error = #expect(throws: TokenizerFileError.self, sourceLocation: sourceLocation) {
      try read(text.utf8)
    }
    let line = error?.description ?? ""
    #expect(
      line.hasPrefix(folder.file("t.json: ")) && line.contains("; ") && !line.contains("\n"),
      "\(line)", sourceLocation: sourceLocation)
    for word in words {
      #expect(line.contains(word), "\(line)", sourceLocation: sourceLocation)
    }
    return error
  }

  private func expectMalformed(
    _ text: String, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = expectRefusal(text, words, sourceLocation: sourceLocation)
    guard case .malformed = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
  }

  private func expectUnsupported(
    _ text: String, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = expectRefusal(text, words, sourceLocation: sourceLocation)
    guard case .unsupported = error else {
      Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
  }

  @Test("the sound file, so that every other is refused for its own fault")
  func sound() throws {
    #expect(try read("{\"model\":{\(soundModel)}}".utf8).merges.count == 1)
  }

  @Test(
    "no JSON",
    arguments: [
      "", "text", "{", "[]", "null", "{\"model\"}", "{\"model\":{\(soundModel)}",
      "{\"model\":{\(soundModel)}} x",
      "{\"model\":{\"vocab\":{\"a\":0,}}}", "{\"model\":{\"vocab\":{\"a\n\":0}}}",
      "{\"model\":[]}", "{\"model\":{\"merges\":{}}}", "{\"added_tokens\":null}",
      "{\"x\":" + String(repeating: "[", count: 100_000),
    ])
  func text(text: String) {
    expectMalformed(text, "give a tokenizer.json")
  }

  @Test(
    "tokenizers that do something else with text",
    arguments: [
      (#""normalizer":{"type":"NFC"}"#, "normalizer"),
      (#""pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false}"#, "pre_tokenizer"),
      (#""pre_tokenizer":{"type":"Sequence","pretokenizers":[]}"#, "pre_tokenizer"),
      (#""post_processor":{"type":"TemplateProcessing","single":[]}"#, "post_processor"),
      (#""added_tokens":[{"id":0,"content":"a","special":true},{}]"#, "2 added tokens"),
    ])
  func otherText(member: String, word: String) {
    expectUnsupported("{\(member),\"model\":{\(soundModel)}}", "it has", word)
    expectUnsupported("{\"model\":{\(soundModel)},\(member)}", "it has", word)
  }

  @Test(
    "models of another kind",
    arguments: [
      (#""type":"WordPiece",\#(soundModel)"#, "WordPiece"),
      (#""type":"WordLevel",\#(soundModel)"#, "WordLevel"),
      (#""type":"Unigram","unk_id":0,"vocab":[["a",-1.5]]"#, "its model is Unigram"),
      (#""continuing_subword_prefix":"@@",\#(soundModel)"#, "continuing_subword_prefix"),
      (#""end_of_word_suffix":"</w>",\#(soundModel)"#, "end_of_word_suffix"),
      (#""ignore_merges":true,\#(soundModel)"#, "ignore_merges"),
      (#""byte_fallback":true,\#(soundModel)"#, "byte_fallback"),
      (#""dropout":0.1,\#(soundModel)"#, "it has a dropout of 0.1"),
      (#""dropout":1,\#(soundModel)"#, "it has a dropout of 1"),
      (#""dropout":"0",\#(soundModel)"#, "dropout"),
      (#""merges":[]"#, "no vocabulary"), (#""vocab":{},"merges":[]"#, "no vocabulary"),
    ])
  func otherModels(members: String, word: String) {
    expectUnsupported("{\"model\":{\(members)}}", word)
  }

  @Test("vocabularies that are no codes")
  func vocabularies() {
    func file(_ vocabulary: String, _ merges: String = "[]") -> String {
      "{\"model\":{\"type\":\"BPE\",\"vocab\":{\(vocabulary)},\"merges\":\(merges)}}"
    }
    expectUnsupported(file(#""a":0,"b":2"#), "2 single characters are not the tokens 0..<2")
    expectUnsupported(file(#""<s>":0,"a":1,"b":2"#), "not the tokens 0..<2")
    expectUnsupported(file(#""ab":0"#), "0 single characters")
    expectUnsupported(file(#""a":0,"b":1,"ab":2"#), "1 of its tokens are made by no merge")
    expectUnsupported(file(#""a":0,"b":0"#), "made by no merge")
    expectMalformed(file(#""a":0,"b":1,"a":1"#), "numbered twice")
    expectMalformed(file(#""a":0,"b":4294967296"#), "too high")
    expectMalformed(file(#""a":-1"#), "the id of a token")
    expectMalformed(file(#""a":1.5"#), "'.'")
    expectMalformed(file(#""a":"0""#), "the id of a token")
    expectMalformed(file(#""a":99999999999999999999"#), "the id of a token")
  }

  @Test("merges of tokens that are not there, not yet there, or joined to others")
  func merges() {
    func file(_ merges: String, _ vocabulary: String = #""a":0,"b":1,"ab":2,"aba":3"#) -> String {
      "{\"model\":{\"vocab\":{\(vocabulary)},\"merges\":[\(merges)]}}"
    }
    expectMalformed(file(#"["a","c"]"#), "merge 0", "its vocabulary lacks")
    expectMalformed(file(#"["a","b"],["b","b"]"#), "merge 1", "its vocabulary lacks")
    expectMalformed(file(#""ab""#), "merge 0 has 1 parts instead of 2")
    expectMalformed(file(#""a b a""#), "merge 0 has 3 parts")
    expectMalformed(file(#"["a"]"#), "merge 0 has 1 parts")
    expectMalformed(file(#"["a","b","a"]"#), "merge 0 has 3 parts")
    expectMalformed(file("[0,1]"), "a string")
    expectMalformed(file("7"), "a string")
    expectMalformed(file(#"["ab","a"],["a","b"]"#), "merge 0 joins token 2")
    expectMalformed(file(#"["a","b"]"#, #""a":0,"b":1,"ab":3"#), "merge 0 makes token 3")
    expectMalformed(file(#"["","a"]"#, #""a":0,"":1"#), "merge 0 joins token 1")
  }

  @Test("every beginning of a file, and no mutation of it ends the program")
  func damage() throws {
    let table = try MergeTable(
      alphabetSize: 3,
      merges: [
        Merge(left: 0, right: 1, result: 3), Merge(left: 3, right: 3, result: 4),
        Merge(left: 4, right: 2, result: 5),
      ])
    try TokenizerFile.write(table, to: folder.file("whole.json"))
    let bytes = try ExportExamples.bytes(folder.file("whole.json"))
    for count in 0..<bytes.count - 1 {
      #expect(throws: TokenizerFileError.self) { try read(bytes.prefix(count)) }
    }
    var mutator = FileMutator([bytes], generator: SeededGenerator(seed: 8))
    var (opened, refused) = (0, 0)
    for _ in 0..<3000 {
      do {
        let read = try read(mutator.mutated(0))
        #expect(read.merges.count <= 3 || read.tokenCount < 100)
        opened += 1
      } catch is TokenizerFileError {
        refused += 1
      }
    }
    #expect(opened > 100 && refused > 1000, "\(opened) opened, \(refused) refused")
  }
}
