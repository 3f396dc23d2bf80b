import Exports
import TestSupport
import Testing
import TokenStreams

@Suite("PythonReaders: every layout is read by the library that its trainers use")
struct PythonReadersTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let unequal: [PythonReader.Values] = [[1, 2, 3], [999], [4, 5, 6, 7]]
  private static let flat: PythonReader.Values = [1, 2, 3, 999, 4, 5, 6, 7]
  private static let names = ["a/1.png", "b \"quoted\" ä.png", "c"]

  private func described() throws -> TokenCorpus {
    var corpus = try ExportExamples.unequal()
    corpus.description.sources = [
      CorpusDescription.Source(tokenizer: ExportExamples.tokenizer(.grid, [1_000]))
    ]
    return corpus
  }

  @Test(
    "npy by numpy.load, mapped", PythonReader.needs("numpy"),
    arguments: TokenElementType.allCases)
  func npy(type: TokenElementType) throws {
    let options = ExportOptions(elementType: type)
    let path = folder.file("x.npy")
    try ExportExamples.rows().export(to: path, as: .numpy, options: options)
    let rows = try PythonReader.read(path, by: "npy")
    #expect(rows.dtype == type.rawValue)
    #expect(rows.shape == [2, 2, 3])
    #expect(rows.values == [[[1, 2, 3], [4, 5, 6]], [[6, 5, 4], [3, 2, 1]]])
    let corpus = try TokenCorpus(TokenSequences([[1, 2], [3, 200]]), vocabularySize: 201)
    try corpus.export(to: path, as: .numpy, options: options)
    #expect(try PythonReader.read(path, by: "npy").values == [[1, 2], [3, 200]])
    let flat = try TokenCorpus(TokenSequences([[1, 2], [200]]), vocabularySize: 201)
    try flat.export(to: path, as: .numpy, options: options)
    #expect(try PythonReader.read(path, by: "npy").values == [1, 2, 200])
  }

  @Test("npz by numpy.load", PythonReader.needs("numpy"))
  func npz() throws {
    let path = folder.file("x.npz")
    try ExportExamples.unequal().export(to: path, as: .numpyArchive)
    let found = try PythonReader.read(path, by: "npz")
    #expect(found.dtype == "uint16")
    #expect(found.names == ["classes", "offsets", "tokens"])
    #expect(found.sequences == Self.unequal)
    #expect(found.classes == [2, 0, 1])
    try ExportExamples.rows().export(to: path, as: .numpyArchive)
    #expect(try PythonReader.read(path, by: "npz").rows == [2, 2])
  }

  @Test("safetensors by safetensors", PythonReader.needs("numpy", "safetensors"))
  func safetensors() throws {
    let path = folder.file("x.safetensors")
    for type in TokenElementType.allCases where type != .uint8 {
      try described().export(
        to: path, as: .safetensors, options: ExportOptions(elementType: type))
      let found = try PythonReader.read(path, by: "safetensors")
      #expect(found.dtype == type.rawValue)
      #expect(found.names == ["classes", "offsets", "tokens"])
      #expect(found.sequences == Self.unequal)
      #expect(found.vocabulary == 1_000)
      #expect(found.tokenizers == ["example-grid"])
    }
  }

  @Test(
    "nanoGPT by numpy.memmap and pickle", PythonReader.needs("numpy"),
    arguments: [TokenElementType.uint16, .uint32])
  func nanoGPT(type: TokenElementType) throws {
    let path = folder.file("train.bin")
    try ExportExamples.unequal().export(
      to: path, as: .nanoGPT, options: ExportOptions(elementType: type))
    let found = try PythonReader.read(path, by: "nanogpt")
    #expect(found.dtype == type.rawValue)
    #expect(found.values == Self.flat)
    #expect(found.vocabulary == 1_000)
  }

  @Test(
    "llm.c by its header", PythonReader.needs("numpy"),
    arguments: [TokenElementType.uint16, .uint32])
  func llmC(type: TokenElementType) throws {
    let path = folder.file("train.bin")
    try ExportExamples.unequal().export(
      to: path, as: .llmC, options: ExportOptions(elementType: type))
    let found = try PythonReader.read(path, by: "llmc")
    #expect(found.dtype == type.rawValue)
    #expect(found.values == Self.flat)
  }

  @Test(
    "Megatron by its published index layout", PythonReader.needs("numpy"),
    arguments: [TokenElementType.uint16, .int32, .int64])
  func megatronLayout(type: TokenElementType) throws {
    try checkMegatron(type, by: "megatron_layout")
  }

  @Test(
    "Megatron by megatron-core's IndexedDataset",
    PythonReader.needs("numpy", "torch", "megatron.core"),
    arguments: [TokenElementType.uint8, .uint16, .int32, .int64])
  func megatron(type: TokenElementType) throws {
    try checkMegatron(type, by: "megatron")
  }

  private func checkMegatron(_ type: TokenElementType, by reader: String) throws {
    let path = folder.file("data.bin")
    let corpus = try TokenCorpus(
      TokenSequences([[1, 2, 3], [], [255]]), vocabularySize: 256)
    try corpus.export(to: path, as: .megatron, options: ExportOptions(elementType: type))
    let found = try PythonReader.read(path, by: reader)
    #expect(found.dtype == type.rawValue)
    #expect(found.sequences == [[1, 2, 3], [], [255]])
    #expect(found.lengths == [3, 0, 1])
    #expect(found.offsets == [0, 1, 2, 3])
  }

  @Test(
    "datatrove by DatatroveFolderDataset",
    PythonReader.needs("numpy", "torch", "datatrove.utils.dataset"),
    arguments: [TokenElementType.uint16, .uint32])
  func datatrove(type: TokenElementType) throws {
    let path = folder.file("00000_tokens.ds")
    try described().export(to: path, as: .datatrove, options: ExportOptions(elementType: type))
    let found = try PythonReader.read(path, by: "datatrove")
    #expect(found.sequences == Self.unequal)
    #expect(found.positions == [0, 1, 2, 0, 0, 1, 2, 3])
    #expect(found.lengths == [8])
    #expect(found.tokenizers == ["example-grid"])
  }

  @Test("WebDataset by webdataset, one archive and three", PythonReader.needs("webdataset"))
  func webDataset() throws {
    for (name, limit) in [("one.tar", 1_000), ("three.tar", 1)] {
      let path = folder.file(name)
      try ExportExamples.unequal().export(
        to: path, as: .webDataset, options: ExportOptions(shardItemLimit: limit))
      let found = try PythonReader.read(path, by: "webdataset")
      #expect(found.dtype == "uint16")
      #expect(found.sequences == Self.unequal)
      #expect(found.classes == [2, 0, 1])
      #expect(found.names == Self.names)
      #expect(found.shards == (limit == 1 ? 3 : 1))
    }
    let rows = folder.file("rows.tar")
    try ExportExamples.rows().export(to: rows, as: .webDataset)
    #expect(
      try PythonReader.read(rows, by: "webdataset").sequences
        == [[[1, 2, 3], [4, 5, 6]], [[6, 5, 4], [3, 2, 1]]])
  }

  @Test("lines of JSON by json", PythonReader.needs("numpy"))
  func jsonLines() throws {
    let path = folder.file("x.jsonl")
    try ExportExamples.unequal().export(to: path, as: .jsonLines)
    let found = try PythonReader.read(path, by: "jsonl")
    #expect(found.sequences == Self.unequal)
    #expect(found.classes == [2, 0, 1])
    #expect(found.names == Self.names)
  }

  @Test("1d-tokenizer's lines as its data set reads them", PythonReader.needs("numpy"))
  func oneDTokenizer() throws {
    let path = folder.file("x.jsonl")
    try ExportExamples.unequal().export(to: path, as: .oneDTokenizer)
    let found = try PythonReader.read(path, by: "onedtokenizer")
    #expect(found.sequences == Self.unequal)
    #expect(found.classes == [2, 0, 1])
  }

  @Test("LlamaGen's folders as its data set reads them", PythonReader.needs("numpy"))
  func llamaGen() throws {
    let path = folder.file("imagenet256")
    try ExportExamples.equal().export(to: path, as: .llamaGen)
    let found = try PythonReader.read(path, by: "llamagen")
    #expect(found.dtype == "int64")
    #expect(found.sequences == [[1, 2, 3, 4], [0, 999, 5, 6], [7, 8, 9, 10]])
    #expect(found.classes == [2, 0, 1])
  }
}
