import Bytes
import Exports
import TestSupport
import Testing
import TokenStreams

/// The layouts themselves are compared byte by byte where they are written (ExportsTests); here it
/// is that the command writes each of them, with the options that it is given.
@Suite("Every format that export writes, read back")
struct ExportFormatTests {
  let folder: TemporaryFolder
  let grids: String

  /// What every format has to hold, behind each other.
  private static let tokens: [UInt16] = [10, 0, 1, 2, 3, 4, 5, 10, 9, 8, 7, 6, 5, 4]

  init() throws {
    folder = try TemporaryFolder()
    grids = try ExportSamples.grids(in: folder)
  }

  private func export(_ name: String, _ options: String...) throws -> String {
    let path = folder.file(name)
    let run = try tessera(["export", grids, "--begin-token", "-o", path] + options)
    expectSuccess(run)
    #expect(run.output.contains(folder.path))
    return path
  }

  private func bytes(_ path: String) throws -> [UInt8] { try MappedFile(path: path).allBytes() }

  private func littleEndian(_ values: some Sequence<some FixedWidthInteger>) -> [UInt8] {
    var writer = ByteWriter()
    for value in values { writer.append(integer: value) }
    return writer.bytes
  }

  @Test("arrays and lines, by the reader of training input", arguments: ["npy", "npz", "jsonl"])
  func own(suffix: String) throws {
    let sequences = try TokenInput([export("out." + suffix)]).sequences()
    #expect(sequences.count == 2)
    #expect(sequences.tokens.map { UInt16($0) } == Self.tokens)
  }

  @Test(
    "tokens that end a file of 16 bits each",
    arguments: [
      ("out.npy", 128), ("out.safetensors", nil), ("out.bin", 0), ("out.ds", 0), ("out.idx", nil),
    ] as [(String, Int?)])
  func suffixes(name: String, headerSize: Int?) throws {
    let path = try export(name)
    let data = name == "out.idx" ? folder.file("out.bin") : path
    let tokens = littleEndian(Self.tokens)
    #expect(try bytes(data).suffix(tokens.count) == tokens[...])
    if let headerSize { #expect(try bytes(data).count == headerSize + tokens.count) }
    let description = try folder.names.filter { $0.hasSuffix(".meta.json") }
    #expect(description == [name + ".meta.json"])
  }

  @Test("llm.c and Megatron, by their names")
  func named() throws {
    let llmC = try bytes(export("train.bin", "--format", "llm.c"))
    #expect(
      Array(llmC.prefix(12)) == littleEndian([20_240_520, 1, Int32(Self.tokens.count)]))
    #expect(Array(llmC.dropFirst(1024)) == littleEndian(Self.tokens))
    _ = try export("data", "--format", "megatron")
    #expect(try bytes(folder.file("data.bin")) == littleEndian(Self.tokens))
    let index = try bytes(folder.file("data.idx"))
    #expect(index.starts(with: Array("MMIDIDX".utf8)))
    #expect(Array(index[34..<42]) == littleEndian([7, 7] as [Int32]))
  }

  @Test("1d-tokenizer's lines, with the class")
  func oneDTokenizer() throws {
    let path = try export("out.jsonl", "--format", "1d-tokenizer", "--class-folders")
    #expect(
      String(decoding: try bytes(path), as: UTF8.self) == """
        {"class_id":1,"tokens":[10,0,1,2,3,4,5]}
        {"class_id":0,"tokens":[10,9,8,7,6,5,4]}

        """)
  }

  @Test("WebDataset, in archives of so many items")
  func webDataset() throws {
    let run = try tessera(
      "export", grids, "--begin-token", "-o", folder.file("out.tar"), "--shard-items", "1",
      "--dtype", "int64", "--json")
    expectSuccess(run)
    let files = try run.records(ExportSummary.self).files
    #expect(files == ["out-000000.tar", "out-000001.tar"].map(folder.file))
    for (path, tokens) in zip(files, [Self.tokens.prefix(7), Self.tokens.suffix(7)]) {
      let archive = try bytes(path)
      // A header of 512 bytes, then the array: 128 bytes of header and the tokens.
      #expect(archive[512..<518].elementsEqual([0x93] + Array("NUMPY".utf8)))
      #expect(Array(archive[640..<640 + 56]) == littleEndian(tokens.map { Int64($0) }))
    }
  }

  @Test("LlamaGen's folders")
  func llamaGen() throws {
    _ = try export("set", "--format", "llamagen", "--class-folders")
    for (index, tokens) in [Self.tokens.prefix(7), Self.tokens.suffix(7)].enumerated() {
      let codes = try bytes(folder.file("set_codes/\(index).npy"))
      #expect(Array(codes.dropFirst(128)) == littleEndian(tokens.map { Int64($0) }))
      let labels = try bytes(folder.file("set_labels/\(index).npy"))
      #expect(Array(labels.dropFirst(128)) == littleEndian([Int64(1 - index)]))
    }
  }

  @Test("other types of elements", arguments: [("uint8", 1), ("int32", 4), ("int64", 8)])
  func types(name: String, size: Int) throws {
    let path = try export("out.npy", "--dtype", name)
    #expect(try bytes(path).count == 128 + size * Self.tokens.count)
    #expect(try TokenInput([path]).sequences().tokens.map { UInt16($0) } == Self.tokens)
  }

  @Test("lines into a pipe, with nothing beside it")
  func stream() throws {
    let script = """
      mkfifo pipe && { cat pipe & "$0" export grids.tess -o pipe --format jsonl --quiet; wait; }
      """
    let run = try CommandRun(
      ["/bin/bash", "-c", script, TesseraRun.executable], in: folder.path)
    expectSuccess(run)
    #expect(run.output.hasPrefix(#"{"tokens":[0,1,2,3,4,5],"name":"dog/a.png"}"#), "\(run)")
    #expect(try folder.names == ["grids.tess", "pipe"])
  }
}
