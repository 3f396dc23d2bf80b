import Exports
import TestSupport
import Testing

@Test func printScratch() throws {
  let folder = try TemporaryFolder()
  for (name, format, reader) in [
    ("x.npy", ExportFormat.numpy, "npy"), ("x.npz", .numpyArchive, "npz"), ("x.safetensors", .safetensors, "safetensors"),
    ("train.bin", .nanoGPT, "nanogpt"), ("llm.bin", .llmC, "llmc"), ("m.bin", .megatron, "megatron"), ("m.bin", .megatron, "megatron_layout"),
    ("x.ds", .datatrove, "datatrove"), ("x.tar", .webDataset, "webdataset"), ("x.jsonl", .jsonLines, "jsonl"), ("r.jsonl", .oneDTokenizer, "onedtokenizer"),
    ("imagenet256", .llamaGen, "llamagen"),
  ] {
    let path = folder.file(name)
    try (format == .llamaGen ? ExportExamples.equal() : ExportExamples.unequal()).export(to: path, as: format)
    let run = try CommandRun([PythonReader.interpreter!, ProjectFiles.path("Tests/ExportsTests/Readers/read.py"), reader, path], secondLimit: 300)
    print("READ \(reader): \(run.output)", terminator: "")
  }
}
