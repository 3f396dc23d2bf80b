import Bytes
import Exports
import TestSupport
import Testing

@Suite("tessera bpe: what cannot be done is said in one line and leaves every file as it was")
struct BadPairCommandTests {
  let files: PairFiles

  init() throws {
    files = try PairFiles()
  }

  private func expectTrainingFailure(
    _ input: String, _ words: String, options: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try files.expectFailure(
      ["train", input, "--merges", "5"] + options, to: "out.json", input, words,
      sourceLocation: sourceLocation)
  }

  @Test("inputs that are not there, hold no tokens, or are cut")
  func inputs() throws {
    try expectTrainingFailure(files.file("none.npy"), "No such file")
    try expectTrainingFailure(Samples.picture, "holds no tokens")
    let array = NumpyFile.bytes(shape: [3, 4], Array(0..<12))
    for count in [0, 5, 9, 60, array.count - 1] {
      let cut = try files.folder.write(Array(array.prefix(count)), to: "cut.npy")
      try expectTrainingFailure(cut, "; ")
    }
    let tokens = try ExportSamples.grids(in: files.folder)
    let bytes = try MappedFile(path: tokens).allBytes()
    _ = try files.folder.write(Array(bytes.dropLast(20)), to: "grids.tess")
    try expectTrainingFailure(tokens, "; ")
    let vocabulary = try files.train(files.lines(), "--merges", "3")
    let cut = try files.folder.write(Array(array.dropLast()), to: "cut.npy")
    for command in ["encode", "decode"] {
      for output in ["out.npz", "out.jsonl", "out.npy"] {
        try files.expectFailure(
          [command, cut, "--bpe", vocabulary], to: output, cut, "claims 48 bytes")
      }
    }
  }

  @Test("codes that are negative or no numbers, by their place")
  func numbers() throws {
    let array = try files.folder.write(
      NumpyFile.bytes(shape: [2, 3], [0, 1, 2, 3, -4, 5]), to: "a.npy")
    try expectTrainingFailure(array, "row 1, position 1: -4 is no token")
    let lines = try files.write("[1]\n[1, 2, -3]\n", to: "a.jsonl")
    try expectTrainingFailure(lines, "line 2, position 2: -3 is no token")
    let floats = try files.write("[1.5]\n", to: "b.jsonl")
    try expectTrainingFailure(floats, "line 1, position 0: 1.5")
    let large = try files.write("[0, 1]\n[0, 16777216]\n", to: "c.jsonl")
    try expectTrainingFailure(large, "line 2, position 1: 16777216 is no token")
    let vocabulary = try files.train(files.lines(), "--merges", "3")
    for command in ["encode", "decode"] {
      try files.expectFailure(
        [command, array, "--bpe", vocabulary], to: "out.npz", array, "row 1, position 1: -4")
      try files.expectFailure(
        [command, lines, "--bpe", vocabulary], to: "out.npz", lines, "line 2, position 2: -3")
    }
  }

  @Test("nothing to learn from")
  func emptyCorpora() throws {
    try Folder.make(files.file("empty"))
    try expectTrainingFailure(files.file("empty"), "holds no sequence")
    let lines = try files.write("", to: "empty.jsonl")
    try expectTrainingFailure(lines, "holds no tokens")
    for text in ["[]\n", "[]\n[]\n\n", "{\"tokens\": []}\n"] {
      let lines = try files.write(text, to: "empty.jsonl")
      try expectTrainingFailure(lines, "not one code")
    }
    for shape in [[0], [0, 5], [4, 0], [0, 3, 3]] {
      let array = try files.folder.write(NumpyFile.bytes(shape: shape, []), to: "empty.npy")
      try expectTrainingFailure(array, "not one code")
    }
    let grids = try files.folder.write(NumpyFile.bytes(shape: [0, 3, 3], []), to: "grids.npy")
    try expectTrainingFailure(grids, "not one code", options: "--grids")
  }

  @Test("what a trainer of grids has no use for")
  func noGrids() throws {
    let lines = try files.lines()
    try expectTrainingFailure(lines, "no grid", options: "--grids")
    try expectTrainingFailure(lines, "no grid", options: "--being-vl")
    let vocabulary = try files.train(files.gridArray(), "--merges", "5", "--grids")
    try files.expectFailure(
      ["encode", lines, "--bpe", vocabulary], to: "out.npz", "no grids", "three dimensions")
    try files.expectFailure(
      ["encode", files.gridArray(), "--bpe", vocabulary, "--mode", "fewest"], to: "out.npz",
      "longest match")
    try files.expectFailure(["export", vocabulary], to: "out.json", vocabulary, "without --grids")
  }

  @Test("codes of another tokenizer, and codebooks that it does not have")
  func tokenizers() throws {
    let (grids, frames) = (
      try ExportSamples.grids(in: files.folder), try ExportSamples.frames(in: files.folder)
    )
    let vocabulary = try files.train(grids, "--merges", "3")
    for output in ["out.tess", "out.npz"] {
      try files.expectFailure(
        ["encode", frames, "--bpe", vocabulary], to: output, vocabulary, "codes of grids (",
        "these are codes of my.codec (")
    }
    try files.expectFailure(
      ["train", frames, "--merges", "9", "--resume", vocabulary], to: "out.json", vocabulary,
      "these are codes of my.codec (")
    try files.expectFailure(
      ["train", frames, "--merges", "9", "--codes", "codebook:2"], to: "out.json", "codebook 2")
    try files.expectFailure(
      ["train", frames, grids, "--merges", "9"], to: "out.json", "several tokenizers")
    let short = try ExportSamples.frames(in: files.folder, name: "short.tess", depths: [2, 1, 2])
    try expectTrainingFailureOfItem(short, "voice.wav")
  }

  private func expectTrainingFailureOfItem(_ input: String, _ item: String) throws {
    try files.expectFailure(["train", input, "--merges", "5"], to: "out.json", item)
  }

  @Test("a code outside the alphabet, by its item and position")
  func unknownCodes() throws {
    let vocabulary = try files.train(files.lines(), "--merges", "3")
    let lines = try files.write(
      "{\"tokens\": [1, 2], \"name\": \"a\"}\n{\"tokens\": [1, 2, 9], \"name\": \"b.png\"}\n",
      to: "x.jsonl")
    let alphabet = "code 9 is outside the vocabulary's alphabet 0..<7"
    for output in ["out.npz", "out.jsonl", "out.bin", "out.safetensors"] {
      try files.expectFailure(
        ["encode", lines, "--bpe", vocabulary], to: output, "b.png, position 2: " + alphabet)
    }
    let rows = try files.folder.write(
      NumpyFile.bytes(shape: [2, 2], [1, 2, 9, 1]), to: "x.npy")
    try files.expectFailure(
      ["encode", rows, "--bpe", vocabulary], to: "out.npz", "x.npy[1], position 0: " + alphabet)
    let tokens = try ExportSamples.grids(in: files.folder)
    try files.expectFailure(
      ["encode", tokens, "--bpe", vocabulary], to: "out.tess", "cat/b.png, position 0: " + alphabet)
    let grids = try files.train(files.gridArray(), "--merges", "3", "--grids", to: "g.json")
    let cube = try files.folder.write(
      NumpyFile.bytes(shape: [2, 2, 2], [0, 1, 2, 3, 0, 1, 2, 4]), to: "cube.npy")
    try files.expectFailure(
      ["encode", cube, "--bpe", grids], to: "out.npz", "cube.npy[1], row 1, column 1: code 4")
    try files.expectFailure(
      ["train", rows, "--merges", "3", "--alphabet", "9"], to: "out.json", rows,
      "row 1, position 0: 9 is no token")
  }

  @Test("tokens of another vocabulary, or of none")
  func otherVocabularies() throws {
    let input = try ExportSamples.grids(in: files.folder)
    let (one, other) = (
      try files.train(input, "--merges", "3"),
      try files.train(input, "--merges", "2", to: "other.json")
    )
    let tokens = files.file("t.tess")
    try expectSuccess("bpe", "encode", input, "--bpe", one, "-o", tokens)
    for output in ["out.tess", "out.npz"] {
      try files.expectFailure(
        ["decode", tokens, "--bpe", other], to: output, tokens, "SHA-256",
        "give the vocabulary")
      try files.expectFailure(
        ["decode", input, "--bpe", one], to: output, input, "not merged")
      try files.expectFailure(
        ["encode", tokens, "--bpe", one], to: output, tokens, "merged pairs")
    }
    try files.expectFailure(["train", tokens, "--merges", "9"], to: "out.json", tokens, "merged")
    let lines = try files.write("[1, 2]\n[0, 13, 1]\n", to: "t.jsonl")
    try files.expectFailure(
      ["decode", lines, "--bpe", one], to: "out.npz", lines,
      "line 2, position 1: 13 is no token of the vocabulary 0..<13")
    let decode = try tessera("decode", tokens, "-o", files.file("out"))
    #expect(decode.status == 1 && Folder.kind(of: files.file("out")) == .missing, "\(decode)")
  }

  @Test("tokens of grids without their size, or with another")
  func extents() throws {
    let input = try files.gridArray()
    let vocabulary = try files.train(input, "--merges", "6", "--grids")
    let tokens = files.file("t.npz")
    try expectSuccess("bpe", "encode", input, "--bpe", vocabulary, "-o", tokens)
    try files.expectFailure(
      ["decode", tokens, "--bpe", vocabulary], to: "out.npz", tokens, "--grid")
    for (grid, words) in [("6x6", "end after 30 of 36 cells"), ("5x5", ""), ("1x30", "")] {
      try files.expectFailure(
        ["decode", tokens, "--bpe", vocabulary, "--grid", grid], to: "out.npz",
        "t.npz[0], position ", words)
    }
    try files.expectFailure(
      ["decode", tokens, "--bpe", vocabulary, "--grid", "9999999999x9999999999"], to: "out.npz",
      "t.npz[0], 9999999999x9999999999: ")
    let flat = try files.train(input, "--merges", "3", "--being-vl", to: "f.json")
    try expectSuccess("bpe", "encode", input, "--bpe", flat, "-o", tokens)
    try files.expectFailure(
      ["decode", tokens, "--bpe", flat, "--grid", "5x6"], to: "out.npz", "f.json",
      "cannot be got back")
  }

  @Test("formats that cannot hold what comes out")
  func formats() throws {
    let lines = try files.lines()
    let vocabulary = try files.train(lines, "--merges", "3")
    try files.expectFailure(
      ["encode", lines, "--bpe", vocabulary], to: "out.tess", lines, "only token files")
    let tokens = files.file("t.npz")
    try expectSuccess("bpe", "encode", lines, "--bpe", vocabulary, "-o", tokens)
    try files.expectFailure(["decode", tokens, "--bpe", vocabulary], to: "out.tess", tokens)
    let frames = try ExportSamples.frames(in: files.folder)
    let each = try files.train(frames, "--merges", "0", "--codes", "each")
    try files.expectFailure(
      ["encode", frames, "--bpe", each], to: "out.tess", "several sequences an item")
  }

  @Test("vocabularies that are damaged, of each command that reads one")
  func vocabularies() throws {
    let (lines, vocabulary) = (try files.lines(), files.file("v.json"))
    func text(_ merges: String, alphabet: Int = 7) -> String {
      """
      {"format": "tessera-pair-vocabulary", "version": 1, "kind": "sequences", "merges": \(merges),
       "alphabet_size": \(alphabet),
       "training": {"rule": "", "items": 1, "code_count": 1, "token_count": 1}}
      """
    }
    for (text, words) in [
      ("", "no pair vocabulary"), ("[1, 2]\n", "no pair vocabulary"),
      (text("[[0, 99, 7]]"), "merge 0 joins token 99"), (text("[[0, 7, 7]]"), "joins token 7"),
      (text("[[0, 1, 9]]"), "makes token 9"), (text("[[0, -1, 7]]"), "-1 is no token"),
      (text("[]", alphabet: 0), "0 codes"),
    ] {
      _ = try files.write(text, to: "v.json")
      for arguments in [
        ["encode", lines, "--bpe", vocabulary], ["decode", lines, "--bpe", vocabulary],
      ] {
        try files.expectFailure(arguments, to: "out.npz", vocabulary, words)
      }
      try files.expectFailure(["export", vocabulary], to: "out.json", vocabulary, words)
      try files.expectFailure(
        ["train", lines, "--merges", "9", "--resume", vocabulary], to: "out.json", vocabulary,
        words)
      expectComplaints(try tessera("bpe", "show", vocabulary), [vocabulary, words])
    }
    try files.expectFailure(
      ["encode", lines, "--bpe", files.file("none.json")], to: "out.npz", "none.json")
  }

  @Test("what tokenizer.json cannot say, and what is none")
  func interchange() throws {
    let lines = try files.lines()
    let scaffolds = try files.train(lines, "--vocabulary-size", "40", "--scaffold")
    try files.expectFailure(["export", scaffolds], to: "out.json", "scaffold")
    for (text, words) in [
      ("text", "give a tokenizer.json"),
      (#"{"normalizer": {"type": "NFC"}, "model": {"vocab": {"a": 0}}}"#, "normalizer"),
      (#"{"model": {"vocab": {"a": 0, "b": 1}, "merges": [["a", "b"]]}}"#, "merge 0"),
    ] {
      let tokenizer = try files.write(text, to: "tokenizer.json")
      try files.expectFailure(["import", tokenizer], to: "out.json", tokenizer, words)
    }
    try files.expectFailure(["import", files.file("none.json")], to: "out.json", "none.json")
  }

  @Test("places where nothing can be written")
  func places() throws {
    let lines = try files.lines()
    let vocabulary = try files.train(lines, "--merges", "3")
    let before = try files.contents()
    func expectFailure(_ arguments: [String], _ name: String) throws {
      let path = files.file("no/such/" + name)
      let run = try tessera(["bpe"] + arguments + ["-o", path])
      expectComplaints(run, [path, "cannot be written"])
    }
    try expectFailure(["train", lines, "--merges", "3"], "v.json")
    for name in ["t.npz", "t.jsonl", "t.npy", "t.bin"] {
      try expectFailure(["encode", lines, "--bpe", vocabulary], name)
      try expectFailure(["decode", lines, "--bpe", vocabulary], name)
    }
    try expectFailure(["export", vocabulary], "tokenizer.json")
    let checkpoint = try tessera(
      "bpe", "train", lines, "--merges", "3", "-o", files.file("out.json"), "--checkpoint",
      files.file("no/such.json"))
    expectComplaints(checkpoint, [files.file("no/such.json"), "cannot be written"])
    #expect(try files.contents() == before)
  }
}
