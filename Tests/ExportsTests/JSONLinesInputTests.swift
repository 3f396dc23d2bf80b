import Bytes
import Exports
import TestSupport
import Testing
import TokenStreams

@Suite("Lines of JSON are read exactly")
struct JSONLinesInputTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func records(_ text: String, vocabularySize: Int? = nil) throws -> [TokenRecord] {
    let path = try folder.write(Array(text.utf8), to: "x.jsonl")
    var records: [TokenRecord] = []
    try TokenInput([path], vocabularySize: vocabularySize).forEach { records.append($0) }
    return records
  }

  @Test("arrays and objects, with white space and other keys")
  func forms() throws {
    let records = try records(
      """
      [1,2,3]
      { "tokens" : [ 4 , 5 ] , "class_id": 7, "name": "ä \\"x\\" \\u00e4" }\r
      \t
      {"more": {"tokens": [9], "a": [true, null, -1.5e+3, "]}\\\\"]}, "tokens": []}
      {"class": null, "name": null, "tok\\u0065ns": [4294967294, 0]}
      """)
    #expect(records.map(\.tokens) == [[1, 2, 3], [4, 5], [], [4_294_967_294, 0]])
    #expect(records.map(\.classID) == [nil, 7, nil, nil])
    #expect(records[1].name == "ä \"x\" ä")
    #expect(records[2].name == folder.file("x.jsonl") + ":4")
  }

  @Test("arrays of arrays are rows")
  func rows() throws {
    let records = try records("{\"tokens\": [[1, 2], [3, 4], [5, 6]]}\n[[7],[8]]\n")
    #expect(records.map(\.rowCount) == [3, 2])
    let input = try TokenInput([folder.file("x.jsonl")])
    #expect(input.holdsGrids)
    #expect(
      try input.grids() == [
        TokenGrid(height: 3, width: 2, tokens: [1, 2, 3, 4, 5, 6]),
        TokenGrid(height: 2, width: 1, tokens: [7, 8]),
      ])
  }

  @Test("grids of one row are grids")
  func singleRows() throws {
    _ = try records("[[1]]\n{\"tokens\": [[0]], \"name\": \"x\"}\n[[1, 2], [3, 1]]\n[[4, 5]]\n")
    let input = try TokenInput([folder.file("x.jsonl")])
    let grids = try [
      TokenGrid(height: 1, width: 1, tokens: [1]), TokenGrid(height: 1, width: 1, tokens: [0]),
      TokenGrid(height: 2, width: 2, tokens: [1, 2, 3, 1]),
      TokenGrid(height: 1, width: 2, tokens: [4, 5]),
    ]
    #expect(input.holdsGrids)
    #expect(try input.grids() == grids)
    for name in ["y.jsonl", "y.npz"] {
      let format = try #require(ExportFormat(suffixOf: name))
      try input.corpus(asGrids: true).export(to: folder.file(name), as: format)
      #expect(try TokenInput([folder.file(name)]).grids() == grids)
    }
    _ = try records("[[1, 2]]\n[[3, 4]]\n")
    try TokenInput([folder.file("x.jsonl")]).corpus().export(
      to: folder.file("y.npy"), as: .numpy)
    #expect(try TokenInput([folder.file("y.npy")]).grids().map(\.height) == [1, 1])
  }

  @Test("a line without rows among grids is refused where grids are asked for")
  func flatLines() throws {
    let text = "[[1,2],[3,1]]\n\n{\"name\": \"x\", \"tokens\": [1,2]}\n"
    #expect(try records(text).map(\.hasRows) == [true, false])
    let path = folder.file("x.jsonl")
    let input = try TokenInput([path])
    #expect(input.holdsGrids)
    #expect(try input.sequences() == TokenSequences([[1, 2, 3, 1], [1, 2]]))
    let error = TokenInputError.noGrid(name: path + ":3")
    #expect(throws: error) { try input.grids() }
    #expect(throws: error) { try input.forEach(asGrids: true) { _ in } }
    #expect(throws: error) { try input.corpus(asGrids: true).forEach { _ in } }
    #expect(try records("[1,2]\n[[1,2],[3,1]]\n").map(\.hasRows) == [false, true])
    #expect(throws: TokenInputError.noGrid(name: path)) {
      try TokenInput([path]).forEach(asGrids: true) { _ in }
    }
    for empty in ["[[]]", "[[],[]]"] {
      _ = try records(empty)
      #expect(throws: TokenInputError.noGrid(name: path + ":1")) { try TokenInput([path]).grids() }
    }
  }

  @Test(
    "numbers that are no tokens are refused, with line and position",
    arguments: [
      ("[1]\n[2, -3]", "line 2, position 1", "-3"), ("[1.0]", "line 1, position 0", "1.0"),
      ("[1e3]", "line 1, position 0", "1e3"), ("[01]", "line 1, position 0", "01"),
      ("[4294967296]", "line 1, position 0", "4294967296"),
      ("[1,99999999999999999999]", "line 1, position 1", "99999999999999999999"),
      ("{\"tokens\": [[1], [2.5]]}", "line 1, row 1, position 0", "2.5"),
    ])
  func unusable(text: String, place: String, value: String) throws {
    #expect(
      throws: TokenInputError.unusableToken(
        path: folder.file("x.jsonl"), place: place, value: value,
        vocabularySize: 1 << 32)
    ) { try records(text) }
  }

  @Test("a token outside a given vocabulary")
  func outside() throws {
    #expect(throws: TokenInputError.self) { try records("[9, 10]", vocabularySize: 10) }
    #expect(try records("[9, 9]", vocabularySize: 10).count == 1)
  }

  @Test(
    "damaged lines are refused",
    arguments: [
      "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]]", "[1]x", "{", "{}", "{\"tokens\"}",
      "{\"tokens\":}", "{\"tokens\":[1]", "{\"tokens\":[1],}", "{\"tokens\":[1]}}",
      "{\"tokens\":[1],\"tokens\":[1]}", "{\"a\":[1]}", "{\"tokens\":1}", "{\"tokens\":null}",
      "{\"tokens\":[\"1\"]}", "{\"tokens\":[true]}", "{\"a\":tru,\"tokens\":[1]}",
      "{\"a\":01,\"tokens\":[1]}", "{\"a\":1.,\"tokens\":[1]}", "{\"a\":-,\"tokens\":[1]}",
      "{\"a\":\"\\q\",\"tokens\":[1]}", "{\"a\":\"x,\"tokens\":[1]}", "{a:1,\"tokens\":[1]}",
      "{\"class\":1.5,\"tokens\":[1]}", "{\"class\":-1,\"tokens\":[1]}",
      "{\"class\":1,\"class_id\":1,\"tokens\":[1]}", "[[1],2]", "[[1],[2,3]]", "[[1,2],[3]]",
      "[[1],[]]", "[[[1]]]", "[1]\n\"text\"", "[1]\n{\"tokens\":[2]", "[1,\u{0}2]",
    ])
  func damaged(text: String) throws {
    #expect(throws: TokenInputError.self) { try records(text) }
  }

  @Test("deep nesting is refused and does not exhaust the stack")
  func deep() throws {
    let deep = String(repeating: "[", count: 100_000)
    let error = #expect(throws: TokenInputError.self) { try records("{\"a\":\(deep)") }
    #expect(error?.description.contains("nested more than 64 deep") ?? false)
    let fine = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    #expect(try records("{\"a\":\(fine),\"tokens\":[1]}").count == 1)
  }

  @Test("every prefix of a line, and changed bytes, give an error or tokens and never a crash")
  func hostility() throws {
    let line = "{\"name\": \"\\u00e4\", \"a\": [1.5, {\"b\": null}], \"tokens\": [[1, 2], [3, 4]]}"
    for end in 1..<line.utf8.count {
      let text = String(decoding: Array(line.utf8)[..<end], as: UTF8.self)
      #expect(throws: TokenInputError.self) { try records(text) }
    }
    var random = Randomness(seed: 13)
    for _ in 0..<2_000 {
      var bytes = Array((line + "\n[1,2]\n").utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      let path = try folder.write(bytes, to: "changed.jsonl")
      _ = try? TokenInput([path]).sequences()
    }
  }

  @Test("what is written is read back, over several blocks")
  func roundTrip() throws {
    var random = Randomness(seed: 14)
    let sequences = TokenSequences(
      (0..<5_000).map { _ in
        (0..<Int.random(in: 0..<200, using: &random)).map { _ in
          UInt32.random(in: 0..<UInt32.max, using: &random)
        }
      })
    let names = (0..<5_000).map { "name \($0) \u{1F600} / \\ \"" }
    let path = folder.file("long.jsonl")
    try TokenCorpus(sequences, vocabularySize: Int(UInt32.max), names: names)
      .export(to: path, as: .jsonLines)
    let input = try TokenInput([path])
    #expect(try input.sequences() == sequences)
    var found: [String] = []
    try input.forEach { found.append($0.name) }
    #expect(found == names)
  }
}
