import Exports
import TestSupport
import Testing
import TokenStreams

@Suite("The page on exports tells what happens")
struct ExportsPageTests {
  private static let page = ProjectFiles.path("Sources/Tessera/Tessera.docc/Exports.md")

  /// The page's pieces of Python, in order.
  private static func scripts() throws -> [String] {
    let text = String(decoding: try ExportExamples.bytes(page), as: UTF8.self)
    return text.split(separator: "\n```python\n").dropFirst().map {
      String($0.prefix(upTo: $0.firstRange(of: "\n```")?.lowerBound ?? $0.endIndex))
    }
  }

  @Test("every format has its section and its Python")
  func sections() throws {
    #expect(try Self.scripts().count == ExportFormat.allCases.count + 1)
    let text = String(decoding: try ExportExamples.bytes(Self.page), as: UTF8.self)
    for format in ExportFormat.allCases { #expect(text.contains("`\(format.rawValue)`")) }
  }

  @Test(
    "the Python reads what it says",
    PythonReader.needs(
      "numpy", "safetensors", "webdataset", "torch", "megatron.core", "datatrove.utils.dataset"))
  func python() throws {
    let folder = try TemporaryFolder()
    let exports: [(String, ExportFormat)] = [
      ("train.npy", .numpy), ("train.npz", .numpyArchive), ("train.safetensors", .safetensors),
      ("train.bin", .nanoGPT), ("train-llmc.bin", .llmC), ("megatron", .megatron),
      ("train.jsonl", .jsonLines), ("rar.jsonl", .oneDTokenizer), ("train.tar", .webDataset),
      ("train.ds", .datatrove), ("imagenet256", .llamaGen),
    ]
    for (name, format) in exports {
      try ExportExamples.equal().export(to: folder.file(name), as: format)
    }
    let interpreter = try #require(PythonReader.interpreter)
    for script in try Self.scripts() {
      let run = try CommandRun(
        [interpreter, "-c", script], in: folder.path, secondLimit: 300)
      #expect(run.status == 0, "\(run)")
    }
  }

  @Test("the Swift at its top does what the page says")
  func swift() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("photos.tess")
    try ExportExamples.write(
      [("a.png", try ExportExamples.grid(1, 2, [3, 4], size: 5))],
      of: ExportExamples.tokenizer(.grid, [5]), to: path)
    let files = try TokenFiles([path])
    let tokenizer = try files.onlyTokenizer()
    let photos = try files.corpus(
      of: tokenizer, flattening: CodeFlattening(vocabulary: tokenizer.vocabulary))
    let plan = try VocabularyPlan([
      VocabularyPlan.Modality("image", tokenCount: photos.vocabularySize, begins: true, ends: true)
    ])
    let train = folder.file("train.bin")
    try photos.placed(in: plan, as: "image").export(to: train, as: .nanoGPT)
    #expect(
      try ExportExamples.bytes(train) == ExportExamples.littleEndian([5, 3, 4, 6] as [UInt16]))
  }
}
