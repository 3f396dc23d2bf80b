import Bytes
import Layers
import Tensors
import TestSupport
import Testing

@Suite("Archives that PyTorch wrote hold what PyTorch put into them")
struct PyTorchArchiveTests {
  static let folder = ProjectFiles.golden("pytorch-archives")

  /// Files with a twin, the key that must be named to find the weights, if any.
  static let readable: [(name: String, root: String?)] = [
    ("element-types.pt", nil), ("views.pt", nil), ("views-protocol-4.pt", nil),
    ("views-protocol-5.pt", nil), ("views-legacy.pth", nil), ("state-dict.bin", nil),
    ("lightning.ckpt", nil), ("lightning-protocol-4.ckpt", nil), ("model.pt", nil),
    ("ema.pt", nil), ("nested.pt", nil), ("module.pth", nil), ("compiled.pth", nil),
    ("parts.pt", "generator"), ("nested.pt", "model/state_dict"), ("model.pt", "model"),
  ]

  @Test("names, types, shapes and elements are those of the safetensors twin", arguments: readable)
  func twin(name: String, root: String?) throws {
    let archive = try Checkpoint(path: Self.folder + "/" + name, root: root)
    let stem = name.prefix { $0 != "." }
    let twin = try SafetensorsFile(path: Self.folder + "/\(stem).safetensors")
    #expect(archive.names == twin.names)
    for name in twin.names {
      let (found, expected) = (archive.entry(name), try #require(twin.entry(name)))
      #expect(found?.elementType == expected.elementType, "\(name)")
      #expect(found?.shape == expected.shape, "\(name)")
      #expect(try archive.tensor(name) == twin.tensor(name), "\(name)")
      guard !expected.elementType.rawValue.contains("F") else { continue }
      #expect(try archive.integers(name) == twin.integers(name), "\(name)")
    }
  }

  @Test("every archive with a twin is tested")
  func complete() throws {
    let stems = try Folder.names(in: Self.folder).filter { $0.hasSuffix(".safetensors") }
      .map { $0.dropLast(".safetensors".count) }
    #expect(Set(stems) == Set(Self.readable.map { $0.name.prefix { $0 != "." } }))
  }

  @Test("the caller chooses among averaged and last weights")
  func chosenRoot() throws {
    let path = Self.folder + "/ema.pt"
    let averaged = try Checkpoint(path: path).tensor("0.bias").elements
    #expect(try Checkpoint(path: path, root: "ema").tensor("0.bias").elements == averaged)
    let last = try Checkpoint(path: path, root: "model").tensor("0.bias").elements
    #expect(last != averaged)
  }

  @Test("a root that is not there is refused with the keys that are", arguments: ["what", "a/b"])
  func missingRoot(root: String) throws {
    let path = Self.folder + "/ema.pt"
    #expect(
      throws: CheckpointError.missingRoot(path: path, root: root, found: ["model", "ema", "args"])
    ) { try Checkpoint(path: path, root: root) }
  }

  @Test("weights under keys of another kind must be named")
  func unusualRoot() throws {
    let path = Self.folder + "/parts.pt"
    let error = try #require(throws: CheckpointError.self) { try Checkpoint(path: path) }
    #expect(error == .missingRoot(path: path, root: nil, found: ["encoder", "generator"]))
    #expect("\(error)".contains("encoder, generator"))
  }

  /// Honest and dishonest files with objects that are not read, and the first of them.
  static let foreign: [(name: String, object: String)] = [
    ("attack-system.pt", "posix.system"), ("attack-legacy.pt", "posix.system"),
    ("attack-eval.pt", "builtins.eval"), ("namespace.ckpt", "argparse.Namespace"),
    ("numpy.pt", "numpy._core.multiarray.scalar"),
    ("whole-module.pt", "torch.nn.modules.linear.Linear"),
  ]

  @Test("everything but tensors and containers is refused by name", arguments: foreign)
  func refused(name: String, object: String) throws {
    let path = Self.folder + "/" + name
    let error = try #require(throws: CheckpointError.self) { try Checkpoint(path: path) }
    #expect(error == .foreignObject(path: path, name: object))
    #expect("\(error)".contains("refuses to build \(object)"))
    #expect(Folder.kind(of: "tessera-was-here") == .missing)
  }

  @Test("tensors without names are no weights")
  func list() throws {
    let path = Self.folder + "/list.pt"
    #expect(throws: CheckpointError.missingRoot(path: path, root: nil, found: [])) {
      try Checkpoint(path: path)
    }
  }

  @Test("an archive is known by its content, whatever its name")
  func renamed() throws {
    let folder = try TemporaryFolder()
    let bytes = try MappedFile(path: Self.folder + "/state-dict.bin").allBytes()
    let path = try folder.write(bytes, to: "weights.safetensors")
    #expect(try Checkpoint(path: path).names.contains("0.weight"))
    let twin = try MappedFile(path: Self.folder + "/state-dict.safetensors").allBytes()
    let other = try folder.write(twin, to: "weights.pt")
    #expect(try Checkpoint(path: other).names == Checkpoint(path: path).names)
  }
}
