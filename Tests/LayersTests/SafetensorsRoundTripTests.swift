import Bytes
import Layers
import Tensors
import TestSupport
import Testing

@Suite("Safetensors files hold what was put into them")
struct SafetensorsRoundTripTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func written(_ writer: SafetensorsWriter) throws -> SafetensorsFile {
    let path = folder.file("written.safetensors")
    try writer.write(to: path)
    return try SafetensorsFile(path: path)
  }

  @Test("32-bit floats come back bit by bit, in names' byte order")
  func singlePrecision() throws {
    let values: [Float] = [0, -0.0, 1, -1.5, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    let tensors = [
      "b": Tensor(shape: [7, 1], elements: values),
      "a/é \"quoted\\": Tensor(shape: [], elements: [4]),
      "B": Tensor(shape: [2, 0, 3]),
    ]
    var writer = SafetensorsWriter()
    for (name, tensor) in tensors { writer.add(name, tensor) }
    let file = try written(writer)
    #expect(file.names == ["B", "a/é \"quoted\\", "b"])
    #expect(file.metadata.isEmpty)
    for (name, tensor) in tensors {
      let read = try file.tensor(name)
      #expect(read.shape == tensor.shape)
      #expect(read.elements.map(\.bitPattern) == tensor.elements.map(\.bitPattern))
      #expect(file.entry(name)?.elementType == .float32)
      #expect(file.entry(name)?.count == tensor.count)
    }
    #expect(file.entry("missing") == nil)
  }

  @Test("16-bit floats come back rounded to nearest even")
  func halfPrecision() throws {
    let tensor = Tensor(shape: [2, 3], elements: [0.1, 2049, -2051, 65504, 1e-8, 1])
    var writer = SafetensorsWriter(metadata: ["format": "test", "what": "ä\n\""])
    writer.add("half", Tensor(shape: [1]))
    writer.add("half", tensor, as: .float16)
    let file = try written(writer)
    #expect(try file.tensor("half") == tensor.roundedToHalfPrecision())
    #expect(file.entry("half")?.elementType == .float16)
    #expect(file.metadata == ["format": "test", "what": "ä\n\""])
    #expect(file.names == ["half"])
  }

  @Test("every tensor begins at a multiple of its element's size")
  func alignment() throws {
    var writer = SafetensorsWriter(metadata: ["note": "x"])
    writer.add("a", Tensor(shape: [3]), as: .float16)
    writer.add("b", Tensor(shape: [1]), as: .float32)
    writer.add("c", Tensor(shape: [1]), as: .float16)
    writer.add("d", Tensor(shape: [5]), as: .float32)
    let file = try written(writer)
    for name in file.names {
      let entry = try #require(file.entry(name))
      #expect(entry.range.lowerBound % entry.elementType.byteCount == 0, "\(name)")
    }
    let starts = file.names.compactMap { file.entry($0)?.range.lowerBound }
    #expect((starts.min() ?? 1) % 8 == 0)
  }

  @Test("the same tensors give the same bytes, whatever the order they were added in")
  func deterministic() throws {
    let names = ["x", "y", "z", "ä"]
    let files = try [names, names.reversed()].map { names in
      var writer = SafetensorsWriter(metadata: ["b": "1", "a": "2"])
      for name in names {
        writer.add(name, Tensor(shape: [name.utf8.count]), as: name < "y" ? .float16 : .float32)
      }
      return try writer.bytes()
    }
    #expect(files[0] == files[1])
  }

  @Test("a file of no tensors is one")
  func empty() throws {
    #expect(try written(SafetensorsWriter()).names.isEmpty)
    #expect(try HandmadeFile("{}").opened(in: folder).names.isEmpty)
  }

  @Test("the committed golden files open, every tensor of them")
  func goldens() throws {
    let files = try Folder.files(below: ProjectFiles.path("Tests/Goldens"))
      .filter { $0.hasSuffix("/io.safetensors") }
    #expect(!files.isEmpty)
    for path in files {
      let file = try SafetensorsFile(path: path)
      #expect(!file.names.isEmpty, "\(path)")
      for name in file.names {
        let entry = try #require(file.entry(name))
        #expect(try file.tensor(name).shape == entry.shape, "\(path): \(name)")
        #expect(try file.bytes(name).count == entry.count * entry.elementType.byteCount)
      }
    }
  }
}
