import Bytes
import Exports
import Layers
import TestSupport
import Testing
import TokenStreams

@Suite("Every layout, byte by byte")
struct WriterBytesTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func bytes(
    of corpus: TokenCorpus, as format: ExportFormat, type: TokenElementType? = nil
  ) throws -> [UInt8] {
    let path = folder.file("export-\(format.rawValue)-\(type?.rawValue ?? "")")
    try corpus.export(to: path, as: format, options: ExportOptions(elementType: type))
    return try ExportExamples.bytes(path)
  }

  @Test("npy: header of 128 bytes, rows where lengths are equal")
  func numpy() throws {
    let rows = try bytes(of: ExportExamples.equal(), as: .numpy)
    let header = "{'descr': '<u2', 'fortran_order': False, 'shape': (3, 4), }"
    #expect(rows.prefix(10) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0])
    #expect(String(decoding: rows[10..<10 + header.utf8.count], as: UTF8.self) == header)
    #expect(rows[127] == 0x0A)
    #expect(rows[(10 + header.utf8.count)..<127].allSatisfy { $0 == 0x20 })
    #expect(
      Array(rows[128...])
        == ExportExamples.littleEndian([1, 2, 3, 4, 0, 999, 5, 6, 7, 8, 9, 10] as [UInt16]))
    let flat = try bytes(of: ExportExamples.unequal(), as: .numpy, type: .int64)
    #expect(
      String(decoding: flat, as: UTF8.self).contains(
        "'<i8', 'fortran_order': False, 'shape': (8,), }"))
    #expect(
      Array(flat[128...]) == ExportExamples.littleEndian([1, 2, 3, 999, 4, 5, 6, 7] as [Int64]))
    let items = try bytes(of: ExportExamples.rows(), as: .numpy, type: .uint8)
    #expect(
      String(decoding: items, as: UTF8.self).contains(
        "'|u1', 'fortran_order': False, 'shape': (2, 2, 3), }"))
    #expect(Array(items[128...]) == [1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1])
  }

  @Test("npz: stored, the same bytes every time")
  func numpyArchive() throws {
    let archive = try bytes(of: ExportExamples.unequal(), as: .numpyArchive)
    #expect(archive.prefix(4) == [0x50, 0x4B, 3, 4])
    let text = String(decoding: archive, as: UTF8.self)
    for name in ["tokens.npy", "offsets.npy", "classes.npy"] { #expect(text.contains(name)) }
    #expect(!text.contains("rows.npy"))
    #expect(try bytes(of: ExportExamples.unequal(), as: .numpyArchive) == archive)
    let input = try TokenInput([folder.file("export-npz-")])
    #expect(try input.sequences() == ExportExamples.unequal().sequences())
  }

  @Test("safetensors: wide tensors first, read by our own reader")
  func safetensors() throws {
    let path = folder.file("x.safetensors")
    try ExportExamples.rows().export(to: path, as: .safetensors)
    let file = try SafetensorsFile(path: path)
    #expect(file.names == ["classes", "offsets", "rows", "tokens"])
    #expect(try file.integers("tokens") == [1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1])
    #expect(try file.integers("offsets") == [0, 6, 12])
    #expect(try file.integers("classes") == [7, 0])
    #expect(try file.integers("rows") == [2, 2])
    #expect(file.entry("tokens")?.elementType == .uint16)
    #expect(file.metadata["vocabularySize"] == "10")
    let bytes = try ExportExamples.bytes(path)
    let headerLength = Int(bytes[0]) | Int(bytes[1]) << 8
    #expect((8 + headerLength) % 8 == 0)
    #expect(
      Array(bytes[(8 + headerLength)...].prefix(24))
        == ExportExamples.littleEndian([0, 6, 12] as [Int64]))
  }

  @Test("nanogpt: tokens and nothing else, and the vocabulary's size beside them")
  func nanoGPT() throws {
    #expect(
      try bytes(of: ExportExamples.unequal(), as: .nanoGPT)
        == ExportExamples.littleEndian([1, 2, 3, 999, 4, 5, 6, 7] as [UInt16]))
    #expect(
      try bytes(of: ExportExamples.unequal(vocabularySize: 65_537), as: .nanoGPT)
        == ExportExamples.littleEndian([1, 2, 3, 999, 4, 5, 6, 7] as [UInt32]))
    let pickle = try ExportExamples.bytes(folder.file("meta.pkl"))
    #expect(String(decoding: pickle, as: UTF8.self) == "(dVvocab_size\nI65537\ns.")
  }

  @Test("llm.c: 256 integers, GPT-2's for 16 bits and Llama 3's for 32")
  func llmC() throws {
    for (type, magic, version) in [
      (TokenElementType.uint16, Int32(20_240_520), Int32(1)), (.uint32, 20_240_801, 7),
    ] {
      let file = try bytes(of: ExportExamples.unequal(), as: .llmC, type: type)
      #expect(
        Array(file[..<1024])
          == ExportExamples.littleEndian(
            [magic, version, 8] + Array(repeating: 0, count: 253)))
      let tokens: [UInt32] = [1, 2, 3, 999, 4, 5, 6, 7]
      #expect(
        Array(file[1024...])
          == (type == .uint16
            ? ExportExamples.littleEndian(tokens.map { UInt16($0) })
            : ExportExamples.littleEndian(tokens)))
    }
  }

  @Test("megatron: lengths, places and documents in the index")
  func megatron() throws {
    let path = folder.file("data.bin")
    let summary = try ExportExamples.unequal().export(to: path, as: .megatron)
    #expect(summary.files == [path, folder.file("data.idx")])
    #expect(
      try ExportExamples.bytes(path)
        == ExportExamples.littleEndian([1, 2, 3, 999, 4, 5, 6, 7] as [UInt16]))
    let index = try ExportExamples.bytes(folder.file("data.idx"))
    let expected =
      Array("MMIDIDX".utf8) + [0, 0] + ExportExamples.littleEndian([1] as [UInt64]) + [8]
      + ExportExamples.littleEndian([3, 4] as [UInt64])
      + ExportExamples.littleEndian([3, 1, 4] as [Int32])
      + ExportExamples.littleEndian([0, 6, 8] as [Int64])
      + ExportExamples.littleEndian([0, 1, 2, 3] as [Int64])
    #expect(index == expected)
  }

  @Test(
    "megatron: 16 bits below 65500 tokens, signed 32 up to 2^31, then 64",
    arguments: [
      (65_499, TokenElementType.uint16, UInt8(8)), (65_500, .int32, 4), (1 << 31, .int32, 4),
      ((1 << 31) + 1, .int64, 5),
    ])
  func megatronTypes(vocabularySize: Int, type: TokenElementType, code: UInt8) throws {
    let path = folder.file("prefix")
    let corpus = try ExportExamples.unequal(vocabularySize: vocabularySize)
    #expect(try corpus.export(to: path, as: .megatron).elementType == type)
    #expect(try ExportExamples.bytes(path + ".idx")[17] == code)
    #expect(try ExportExamples.bytes(path + ".bin").count == 8 * type.byteCount)
  }

  @Test("jsonl: one object a line")
  func jsonLines() throws {
    let text = String(
      decoding: try bytes(of: ExportExamples.unequal(), as: .jsonLines), as: UTF8.self)
    #expect(
      text == """
        {"tokens":[1,2,3],"class":2,"name":"a/1.png"}
        {"tokens":[999],"class":0,"name":"b \\"quoted\\" ä.png"}
        {"tokens":[4,5,6,7],"class":1,"name":"c"}

        """)
    let rows = String(decoding: try bytes(of: ExportExamples.rows(), as: .jsonLines), as: UTF8.self)
    #expect(rows.hasPrefix(#"{"tokens":[[1,2,3],[4,5,6]],"class":7,"name":"x"}"# + "\n"))
    let numbers = try TokenCorpus(
      TokenSequences([[0, 9, 10, 99, 100, 4_294_967_294], []]), vocabularySize: Int(UInt32.max))
    #expect(
      String(decoding: try bytes(of: numbers, as: .jsonLines), as: UTF8.self) == """
        {"tokens":[0,9,10,99,100,4294967294],"name":"0"}
        {"tokens":[],"name":"1"}

        """)
  }

  @Test("1d-tokenizer: class_id and tokens")
  func oneDTokenizer() throws {
    let text = String(
      decoding: try bytes(of: ExportExamples.unequal(), as: .oneDTokenizer), as: UTF8.self)
    #expect(
      text == """
        {"class_id":2,"tokens":[1,2,3]}
        {"class_id":0,"tokens":[999]}
        {"class_id":1,"tokens":[4,5,6,7]}

        """)
  }

  @Test("webdataset: three files an item, archives of bounded size")
  func webDataset() throws {
    let path = folder.file("set.tar")
    let whole = try ExportExamples.unequal().export(to: path, as: .webDataset)
    #expect(whole.files == [folder.file("set-000000.tar")])
    let archive = try ExportExamples.bytes(whole.files[0])
    func text(_ range: Range<Int>) -> String {
      String(decoding: archive[range].prefix { $0 != 0 }, as: UTF8.self)
    }
    // A header and one block for each file: .npy of 134 bytes, .cls of 1, .json of 18.
    #expect(text(0..<100) == "000000000.npy")
    #expect(text(257..<262) == "ustar")
    #expect(archive[512..<518] == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59])
    #expect(text(1024..<1124) == "000000000.cls")
    #expect(text(1536..<2048) == "2")
    #expect(text(2048..<2148) == "000000000.json")
    #expect(text(2560..<3072) == #"{"name":"a/1.png"}"#)
    #expect(text(3072..<3172) == "000000001.npy")
    #expect(archive.count % 512 == 0)

    let limits = ExportOptions(shardByteLimit: 6_500)
    let parts = try ExportExamples.unequal().export(
      to: folder.file("parts.tar"), as: .webDataset, options: limits)
    #expect(parts.files.map(Folder.name) == ["parts-000000.tar", "parts-000001.tar"])
    let single = try ExportExamples.unequal().export(
      to: folder.file("single"), as: .webDataset, options: ExportOptions(shardItemLimit: 1))
    #expect(single.files.count == 3)
    let tiny = try ExportExamples.unequal().export(
      to: folder.file("tiny"), as: .webDataset, options: ExportOptions(shardByteLimit: 1))
    #expect(tiny.files.count == 3)
  }

  @Test("datatrove: ends of documents, and a name, a size and a count")
  func datatrove() throws {
    let path = folder.file("00000_tokens.ds")
    var corpus = try ExportExamples.unequal()
    corpus.description.sources = [
      CorpusDescription.Source(tokenizer: ExportExamples.tokenizer(.grid, [1_000]))
    ]
    try corpus.export(to: path, as: .datatrove)
    #expect(
      try ExportExamples.bytes(path)
        == ExportExamples.littleEndian([1, 2, 3, 999, 4, 5, 6, 7] as [UInt16]))
    #expect(
      try ExportExamples.bytes(path + ".index")
        == ExportExamples.littleEndian([3, 4, 8] as [UInt64]))
    #expect(
      String(decoding: try ExportExamples.bytes(path + ".metadata"), as: UTF8.self)
        == "example-grid|2\n8\n8 T")
  }

  @Test("llamagen: an array and a label an item")
  func llamaGen() throws {
    let path = folder.file("imagenet256")
    try ExportExamples.equal().export(to: path, as: .llamaGen)
    #expect(try Folder.names(in: path + "_codes") == ["0.npy", "1.npy", "2.npy"])
    let codes = try ExportExamples.bytes(path + "_codes/1.npy")
    #expect(
      String(decoding: codes, as: UTF8.self).contains(
        "'<i8', 'fortran_order': False, 'shape': (1, 1, 4), }"))
    #expect(Array(codes[128...]) == ExportExamples.littleEndian([0, 999, 5, 6] as [Int64]))
    let label = try ExportExamples.bytes(path + "_labels/0.npy")
    #expect(String(decoding: label, as: UTF8.self).contains("'shape': (1,), }"))
    #expect(Array(label[128...]) == ExportExamples.littleEndian([2] as [Int64]))
    try ExportExamples.rows().export(to: folder.file("crops"), as: .llamaGen)
    let crops = try ExportExamples.bytes(folder.file("crops_codes/0.npy"))
    #expect(String(decoding: crops, as: UTF8.self).contains("'shape': (1, 2, 3), }"))
  }

  @Test("the description beside an export says what it is")
  func description() throws {
    let path = folder.file("train.bin")
    let plan = try VocabularyPlan([
      VocabularyPlan.Modality("image", tokenCount: 1_000, ends: true)
    ])
    var corpus = try ExportExamples.equal().placed(in: plan, as: "image")
    corpus.description.software = "tessera test"
    corpus.description.notes["bpe"] = "none"
    let summary = try corpus.export(to: path, as: .nanoGPT)
    #expect(summary.sequences == 3)
    #expect(summary.tokens == 15)
    #expect(summary.sequenceLength == 5)
    let read = try ExportExamples.description(of: path)
    #expect(read.files == ["train.bin", "meta.pkl"])
    #expect(read.format == .nanoGPT)
    #expect(read.elementType == .uint16)
    #expect(read.vocabularySize == 1_001)
    #expect(read.corpus == corpus.description)
    let text = String(decoding: try ExportExamples.bytes(path + ".meta.json"), as: UTF8.self)
    for words in [#""format" : "nanogpt""#, #""name" : "image.end""#, #""first" : 1000"#] {
      #expect(text.contains(words), "\(words)")
    }
    let unequal = try ExportExamples.unequal().export(to: path, as: .nanoGPT)
    #expect(unequal.sequenceLength == nil)
    #expect(unequal.rows == 1)
  }

  @Test("suffixes name formats")
  func suffixes() {
    let expected: [(String, ExportFormat?)] = [
      ("a.npy", .numpy), ("a.npz", .numpyArchive), ("a.safetensors", .safetensors),
      ("x/train.bin", .nanoGPT), ("a.idx", .megatron), ("a.jsonl", .jsonLines),
      ("a.tar", .webDataset), ("a.ds", .datatrove), ("a.txt", nil), ("x.npy/a", nil),
    ]
    for (path, format) in expected { #expect(ExportFormat(suffixOf: path) == format, "\(path)") }
  }

  @Test(
    "a large export is set aside on disk and comes back",
    arguments: [
      ExportFormat.numpy, .numpyArchive, .safetensors, .llmC,
    ])
  func large(format: ExportFormat) throws {
    var random = Randomness(seed: 10)
    let sequences = TokenSequences(
      (0..<3_000).map { _ in
        (0..<1_000).map { _ in UInt32.random(in: 0..<70_000, using: &random) }
      })
    let path = folder.file("large")
    try TokenCorpus(sequences, vocabularySize: 70_000).export(to: path, as: format)
    let data = try ExportExamples.bytes(path)
    let expected = ExportExamples.littleEndian(sequences.tokens)
    if format == .numpyArchive {
      #expect(try TokenInput([path]).sequences() == sequences)
    } else {
      #expect(data.suffix(expected.count).elementsEqual(expected))
    }
    #expect(try Folder.names(in: folder.path) == ["large", "large.meta.json"])
  }
}
