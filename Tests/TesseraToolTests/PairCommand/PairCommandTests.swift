import Bytes
import Exports
import PairEncoding
import TestSupport
import Testing
import TokenStreams

@Suite("tessera bpe: learns, encodes, decodes and shows")
struct PairCommandTests {
  let files: PairFiles

  init() throws {
    files = try PairFiles()
  }

  /// What `bpe encode --json` and `bpe decode --json` print.
  private struct Counts: Decodable, Equatable {
    let items: Int
    let codes: Int
    let tokens: Int
  }

  private struct Training: Decodable {
    let vocabulary: String
    let tokens: Int
    let training: TrainingRecord
  }

  private func sequences(_ path: String) throws -> [[UInt32]] {
    let sequences = try TokenInput([path]).sequences()
    return (0..<sequences.count).map { Array(sequences[$0]) }
  }

  private func table(_ path: String) throws -> MergeTable? {
    guard case .sequences(let table) = try PairVocabularyFile.read(path).merges else { return nil }
    return table
  }

  @Test("what was learned is said in a line, or as JSON, or not at all")
  func train() throws {
    let (lines, output) = (try files.lines(), files.file("v.json"))
    let run = try expectSuccess("bpe", "train", lines, "--merges", "12", "-o", output)
    #expect(
      run.output.hasPrefix(
        "\(output): 19 tokens over 7 codes, learned from 100 items; 1350 codes became "))
    let file = try files.text("v.json")
    let json = try tessera("bpe", "train", lines, "--merges", "12", "-o", output, "--json")
    let record = try json.records(Training.self)
    #expect(record.vocabulary == output && record.tokens == 19)
    #expect(try record.training == PairVocabularyFile.read(output).training)
    let quiet = try expectSuccess("bpe", "train", lines, "--merges", "12", "-o", output, "--quiet")
    #expect(quiet.output.isEmpty)
    #expect(try files.text("v.json") == file)
  }

  @Test("encoding and decoding, in every format", arguments: ["npz", "jsonl", "npy"])
  func roundTrip(suffix: String) throws {
    // All merged to one token each, so that an array holds them.
    let input =
      suffix == "npy"
      ? try files.folder.write(
        NumpyFile.bytes(shape: [2, 4], [0, 1, 2, 3, 0, 1, 2, 3]), to: "codes.npy")
      : try files.lines()
    let vocabulary = try files.train(input, "--merges", "12")
    let (tokens, codes) = (files.file("t." + suffix), files.file("c." + suffix))
    let encoded = try tessera("bpe", "encode", input, "--bpe", vocabulary, "-o", tokens, "--json")
    expectSuccess(encoded)
    let counts = try encoded.records(Counts.self)
    #expect(counts.tokens < counts.codes)
    let decoded = try tessera("bpe", "decode", tokens, "--bpe", vocabulary, "-o", codes, "--json")
    #expect(try decoded.records(Counts.self) == counts)
    #expect(try sequences(codes) == sequences(input))
    let line = try expectSuccess("bpe", "encode", input, "--bpe", vocabulary, "-o", tokens)
    #expect(
      line.output.hasPrefix(
        "\(tokens): \(counts.items) items, \(counts.codes) codes, \(counts.tokens) tokens; "))
  }

  @Test("token files become token files of tokens, and again what they were")
  func tokenFiles() throws {
    let grids = try ExportSamples.grids(in: files.folder)
    let frames = try ExportSamples.frames(in: files.folder)
    let (tokens, codes) = (files.file("t.tess"), files.file("c.tess"))
    for (input, options) in [
      (grids, []), (grids, ["--grids", "--minimum-frequency", "1"]), (frames, []),
      (frames, ["--codes", "interleaved:2"]),
    ] {
      let run = try tessera(
        ["bpe", "train", input, "--merges", "4", "-o", files.file("v.json")] + options)
      expectSuccess(run)
      try expectSuccess("bpe", "encode", input, "--bpe", files.file("v.json"), "-o", tokens)
      try expectSuccess("bpe", "decode", tokens, "--bpe", files.file("v.json"), "-o", codes)
      let (found, original) = (try TokenFile(path: codes), try TokenFile(path: input))
      #expect(found.header.tokenizers == original.header.tokenizers)
      #expect(try found.item(at: 0) == original.item(at: 0))
      #expect(try TokenFile(path: tokens).header.tokenizers[0].pairing != nil)
    }
  }

  @Test("grids through archives, whose size is given")
  func grids() throws {
    let input = try files.gridArray()
    let vocabulary = try files.train(input, "--merges", "10", "--grids")
    let (tokens, codes) = (files.file("t.npz"), files.file("c.npy"))
    try expectSuccess("bpe", "encode", input, "--bpe", vocabulary, "-o", tokens)
    try expectSuccess("bpe", "decode", tokens, "--bpe", vocabulary, "-o", codes, "--grid", "5x6")
    #expect(try TokenInput([codes]).grids() == TokenInput([input]).grids())
  }

  @Test("one codebook of several, or some of them")
  func codebooks() throws {
    let frames = try ExportSamples.frames(in: files.folder)
    let output = files.file("t.jsonl")
    for (selection, expected) in [
      ("codebook:0", [[1, 2, 3]]), ("codebook:1", [[4, 5, 6]]), ("interleaved:1", [[1, 2, 3]]),
      ("interleaved", [[1, 12, 2, 13, 3, 14]]), ("each", [[1, 2, 3], [12, 13, 14]]),
      ("each:1", [[1, 2, 3]]),
    ] as [(String, [[UInt32]])] {
      let vocabulary = try files.train(frames, "--merges", "0", "--codes", selection)
      #expect(try PairVocabularyFile.read(vocabulary).training.codes == selection)
      try expectSuccess("bpe", "encode", frames, "--bpe", vocabulary, "-o", output)
      #expect(try sequences(output) == expected)
    }
  }

  @Test("dropout")
  func dropout() throws {
    let input = try files.lines()
    let vocabulary = try files.train(input, "--merges", "40")
    func tokens(_ options: String...) throws -> [[UInt32]] {
      let path = files.file("t.npz")
      expectSuccess(
        try tessera(["bpe", "encode", input, "--bpe", vocabulary, "-o", path] + options))
      return try sequences(path)
    }
    let plain = try tokens()
    #expect(try tokens("--mode", "merges") == plain)
    #expect(try tokens("--dropout", "0") == plain)
    #expect(try tokens("--dropout", "1") == sequences(input))
    #expect(
      try tokens("--dropout", "0.5", "--seed", "3") == tokens("--dropout", "0.5", "--seed", "3"))
    let other = try tokens("--dropout", "0.5", "--seed", "4")
    #expect(try tokens("--dropout", "0.5", "--seed", "3") != other)
  }

  /// Merges of which each mode uses others.
  @Test("modes that need no order of merges")
  func otherModes() throws {
    let input = try files.write("[0, 1, 2, 3, 0]\n", to: "codes.jsonl")
    let vocabulary = try files.write(
      """
      {"format": "tessera-pair-vocabulary", "version": 1, "kind": "sequences", "alphabet_size": 4,
       "merges": [[1, 2, 4], [0, 1, 5], [5, 2, 6], [2, 3, 7], [7, 0, 8]],
       "training": {"rule": "by hand", "items": 0, "code_count": 0, "token_count": 0}}
      """, to: "v.json")
    for (mode, tokens) in [
      ("merges", [0, 4, 3, 0]), ("longest", [6, 3, 0]), ("fewest", [5, 8]),
    ] as [(String, [UInt32])] {
      try expectSuccess(
        "bpe", "encode", input, "--bpe", vocabulary, "-o", files.file("t.npz"), "--mode", mode)
      #expect(try sequences(files.file("t.npz")) == [tokens])
      try expectSuccess(
        "bpe", "decode", files.file("t.npz"), "--bpe", vocabulary, "-o", files.file("c.npz"))
      #expect(try sequences(files.file("c.npz")) == [[0, 1, 2, 3, 0]])
    }
  }

  @Test("threads change no byte")
  func threads() throws {
    let input = try files.lines()
    let results = try ["1", "2", "7"].map { threads in
      let vocabulary = try files.train(input, "--merges", "30", "--threads", threads)
      try expectSuccess(
        "bpe", "encode", input, "--bpe", vocabulary, "-o", files.file("t.jsonl"), "--threads",
        threads)
      return try files.text("v.json") + files.text("t.jsonl")
    }
    #expect(Set(results).count == 1)
  }

  @Test("options of learning reach the trainer")
  func options() throws {
    let input = try files.lines()
    let sized = try files.train(input, "--vocabulary-size", "20")
    #expect(try PairVocabularyFile.read(sized).tokenCount == 20)
    let short = try files.train(input, "--merges", "30", "--maximum-length", "2")
    #expect(try table(short)?.longestToken == 2)
    let frequent = try PairVocabularyFile.read(
      files.train(input, "--merges", "1000", "--minimum-frequency", "50"))
    #expect(frequent.tokenCount < 30 && frequent.training.rule.contains("at least 50 times"))
    let compressed = try PairVocabularyFile.read(
      files.train(input, "--merges", "1000", "--compression", "2"))
    #expect(compressed.training.codeCount >= 2 * compressed.training.tokenCount)
    #expect(compressed.tokenCount < 100)
    let hidden = try files.train(input, "--vocabulary-size", "40", "--scaffold")
    #expect(try table(hidden)?.scaffolds.isEmpty == false)
    let wide = try files.train(input, "--merges", "1", "--alphabet", "50")
    #expect(try PairVocabularyFile.read(wide).alphabetSize == 50)
    let rectangles = try files.train(
      files.gridArray(), "--merges", "9", "--grids", "--rectangles", "--consistency", "0.5")
    #expect(try PairVocabularyFile.read(rectangles).training.rule.contains("rectangles only"))
    let flat = try files.train(files.gridArray(), "--merges", "3", "--being-vl")
    #expect(try PairVocabularyFile.read(flat).training.rule.contains("Being-VL"))
  }

  @Test("a sample is stated, in the file and in the line")
  func sample() throws {
    let input = try files.lines()
    let run = try expectSuccess(
      "bpe", "train", input, "--merges", "5", "--sample", "300", "--seed", "9", "-o",
      files.file("v.json"))
    let training = try PairVocabularyFile.read(files.file("v.json")).training
    #expect(training.codeCount <= 300)
    #expect(
      training.sample
        == TrainingRecord.Sample(seed: 9, seenItemCount: 100, seenCodeCount: 1350))
    #expect(run.output.contains("learned from \(training.itemCount) of 100 items; "))
    #expect(try files.text("v.json").contains(#""of_items":100"#))
  }

  @Test("a finished vocabulary is gone on from to a larger one")
  func resume() throws {
    let input = try files.lines()
    let whole = try files.train(input, "--merges", "30")
    let part = try files.train(input, "--merges", "11", to: "part.json")
    let resumed = try files.train(
      input, "--merges", "30", "--resume", part, "--checkpoint", files.file("checkpoint.json"),
      to: "resumed.json")
    #expect(try MappedFile(path: resumed).allBytes() == MappedFile(path: whole).allBytes())
  }

  @Test("a vocabulary is shown")
  func show() throws {
    let input = try files.write("[0, 1, 0, 1, 2]\n", to: "codes.jsonl")
    let vocabulary = try files.train(input, "--merges", "2")
    let run = try expectSuccess("bpe", "show", vocabulary)
    #expect(run.output.contains("tokens    5, of which 3 base codes"))
    #expect(run.output.contains("learned   from 1 items: 5 codes, 2 tokens"))
    #expect(run.output.contains("3 + 2"))
    let none = try expectSuccess("bpe", "show", vocabulary, "--tokens", "0")
    #expect(!none.output.contains("3 + 2"))
  }

  @Test("a vocabulary becomes tokenizer.json and comes back")
  func interchange() throws {
    let vocabulary = try files.train(files.lines(), "--merges", "25")
    try expectSuccess("bpe", "export", vocabulary, "-o", files.file("tokenizer.json"))
    try expectSuccess(
      "bpe", "import", files.file("tokenizer.json"), "-o", files.file("imported.json"))
    let imported = try PairVocabularyFile.read(files.file("imported.json"))
    #expect(try imported.merges == PairVocabularyFile.read(vocabulary).merges)
    #expect(imported.training.rule == "imported from tokenizer.json")
  }
}
