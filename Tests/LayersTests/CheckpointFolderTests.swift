import Bytes
import Layers
import Tensors
import TestSupport
import Testing

@Suite("A model folder gives the weights that its files name")
struct CheckpointFolderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(_ names: String...) throws {
    for name in names {
      var writer = SafetensorsWriter()
      writer.add(name, Tensor(shape: [1]))
      try writer.write(to: folder.file(name))
    }
  }

  private func writeIndex(_ map: String, name: String = "model.safetensors.index.json") throws {
    let json = #"{"metadata":{"total_size":8},"weight_map":{\#(map)}}"#
    try AtomicFile.write(Array(json.utf8), to: folder.file(name))
  }

  private func indexReason() throws -> String {
    let error = try #require(throws: CheckpointError.self) { try Checkpoint(path: folder.path) }
    guard case .malformedIndex(_, let reason) = error else { throw error }
    return reason
  }

  @Test("the order of preference")
  func preference() throws {
    let order = [
      "weights.ckpt", "pytorch_model.bin", "diffusion_pytorch_model.safetensors",
      "model.safetensors",
    ]
    try write("notes.txt", ".hidden.safetensors")
    for name in order {
      try write(name)
      #expect(try Checkpoint(path: folder.path).names == [name])
      #expect(try Checkpoint(path: folder.path + "/").path == folder.path + "/" + name)
    }
  }

  @Test("two files of one rank are told apart by nobody")
  func ambiguous() throws {
    try write("b.pt", "a.ckpt")
    let error = try #require(throws: CheckpointError.self) { try Checkpoint(path: folder.path) }
    #expect(error == .ambiguousWeights(path: folder.path, candidates: ["a.ckpt", "b.pt"]))
    #expect("\(error)".contains("a.ckpt and b.pt"))
    try write("x.safetensors", "y.safetensors")
    #expect(
      throws: CheckpointError.ambiguousWeights(
        path: folder.path, candidates: ["x.safetensors", "y.safetensors"])
    ) { try Checkpoint(path: folder.path) }
  }

  @Test("a folder without weights, a path to nothing")
  func nothing() throws {
    #expect(throws: CheckpointError.noWeights(path: folder.path)) {
      try Checkpoint(path: folder.path)
    }
    #expect(throws: FileError.self) { try Checkpoint(path: folder.file("missing")) }
  }

  @Test("shards are read through their index")
  func shards() throws {
    try write("one.safetensors", "two.safetensors")
    try writeIndex(
      #""one.safetensors":"one.safetensors","two.safetensors":"two.safetensors""#)
    for path in [folder.path, folder.file("model.safetensors.index.json")] {
      let checkpoint = try Checkpoint(path: path)
      #expect(checkpoint.names == ["one.safetensors", "two.safetensors"])
      #expect(checkpoint.path(of: "two.safetensors") == folder.file("two.safetensors"))
      #expect(try checkpoint.tensor("one.safetensors", shape: [1]).count == 1)
    }
  }

  @Test("shards of archives are read the same way")
  func archiveShards() throws {
    let state = try MappedFile(path: PyTorchArchiveTests.folder + "/state-dict.bin").allBytes()
    _ = try folder.write(state, to: "shard-1.bin")
    let names = try Checkpoint(path: folder.file("shard-1.bin")).names
    try writeIndex(
      names.map { #""\#($0)":"shard-1.bin""# }.joined(separator: ","),
      name: "pytorch_model.bin.index.json")
    #expect(try Checkpoint(path: folder.path).names == names)
  }

  @Test("a missing shard is named")
  func missingShard() throws {
    try write("one.safetensors")
    try writeIndex(#""one.safetensors":"one.safetensors","b":"two.safetensors""#)
    let index = folder.file("model.safetensors.index.json")
    #expect(throws: CheckpointError.missingShard(path: index, shard: "two.safetensors")) {
      try Checkpoint(path: folder.path)
    }
  }

  @Test("an index and shards that disagree")
  func disagreement() throws {
    try write("one.safetensors", "two.safetensors")
    try writeIndex(#""one.safetensors":"one.safetensors","b":"one.safetensors""#)
    #expect(try indexReason() == "one.safetensors does not hold b")
    try writeIndex(#""one.safetensors":"two.safetensors""#)
    #expect(try indexReason() == "two.safetensors does not hold one.safetensors")
    _ = try HandmadeFile.write(
      HandmadeFile(
        #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#
      ).bytes, to: folder.file("both.safetensors"))
    try writeIndex(#""a":"both.safetensors""#)
    #expect(try indexReason() == "both.safetensors holds, unlike the index, b")
  }

  @Test(
    "a shard outside the folder is refused",
    arguments: ["../one.safetensors", "/etc/passwd", "a/../../b", "", ".", "a//b", #"a\u0000b"#])
  func outside(shard: String) throws {
    try writeIndex(#""a":"\#(shard)""#)
    #expect(try indexReason().contains("outside the folder"))
  }

  @Test(
    "an index that is no index", arguments: ["", "{}", "[]", #"{"weight_map":{"a":1}}"#, "\u{0}"])
  func noIndex(json: String) throws {
    try AtomicFile.write(Array(json.utf8), to: folder.file("model.safetensors.index.json"))
    #expect(try indexReason().contains("weight_map"))
  }

  @Test("a shard must be a file of weights, not another index or a folder")
  func strangeShards() throws {
    try Folder.make(folder.file("sub"))
    try writeIndex(#""a":"sub""#)
    #expect(throws: CheckpointError.self) { try Checkpoint(path: folder.path) }
    try writeIndex(#""a":"model.safetensors.index.json""#)
    #expect(throws: CheckpointError.self) { try Checkpoint(path: folder.path) }
  }

  @Test("a safetensors file has no root to name")
  func rootOfSafetensors() throws {
    try write("model.safetensors")
    let path = folder.file("model.safetensors")
    #expect(
      throws: CheckpointError.missingRoot(path: path, root: "ema", found: ["model.safetensors"])
    ) { try Checkpoint(path: path, root: "ema") }
  }
}
