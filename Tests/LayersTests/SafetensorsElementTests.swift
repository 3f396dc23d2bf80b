import Bytes
import Layers
import Tensors
import TestSupport
import Testing

@Suite("Every element type of a safetensors file is read")
struct SafetensorsElementTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func littleEndian<Integer: FixedWidthInteger>(_ values: [Integer]) -> [UInt8] {
    var writer = ByteWriter()
    for value in values { writer.append(integer: value) }
    return writer.bytes
  }

  /// A type's name, the bytes of three elements, and their values.
  static let numbers: [(type: String, data: [UInt8], values: [Float])] = [
    ("F64", littleEndian([1.5, -2, 1e300].map(\.bitPattern)), [1.5, -2, .infinity]),
    ("F32", littleEndian([Float(0.1), -3, 7].map(\.bitPattern)), [0.1, -3, 7]),
    ("F16", littleEndian([Float16(0.5), -65504, 3].map(\.bitPattern)), [0.5, -65504, 3]),
    ("BF16", littleEndian([UInt16(0x3FC0), 0xC000, 0x0000]), [1.5, -2, 0]),
    ("I64", littleEndian([Int64(1), -2, 1 << 40]), [1, -2, 0x1p40]),
    ("I32", littleEndian([Int32(5), .min, .max]), [5, -0x1p31, 0x1p31]),
    ("I16", littleEndian([Int16(5), .min, .max]), [5, -32768, 32767]),
    ("I8", littleEndian([Int8(5), .min, .max]), [5, -128, 127]),
    ("U64", littleEndian([UInt64(5), 0, .max]), [5, 0, 0x1p64]),
    ("U32", littleEndian([UInt32(5), 0, .max]), [5, 0, 0x1p32]),
    ("U16", littleEndian([UInt16(5), 0, .max]), [5, 0, 65535]),
    ("U8", [5, 0, 255], [5, 0, 255]),
    ("BOOL", [1, 0, 1], [1, 0, 1]),
  ]

  @Test("the list is complete")
  func complete() {
    #expect(Self.numbers.map(\.type).sorted() == ElementType.allCases.map(\.rawValue).sorted())
  }

  @Test("elements become 32-bit floats", arguments: numbers)
  func floats(type: String, data: [UInt8], values: [Float]) throws {
    let file = try HandmadeFile(type: type, shape: "[3]", data: data).opened(in: folder)
    #expect(try file.tensor("t") == Tensor(shape: [3], elements: values))
    #expect(try file.bytes("t") == data)
    #expect(file.entry("t")?.elementType.rawValue == type)
  }

  @Test("integers are read exactly, floats refused as integers", arguments: numbers)
  func integers(type: String, data: [UInt8], values: [Float]) throws {
    let file = try HandmadeFile(type: type, shape: "[3]", data: data).opened(in: folder)
    guard !type.contains("F") else {
      #expect(
        throws: CheckpointError.wrongElementType(
          path: file.path, name: "t", found: type, expected: "integers")
      ) { try file.integers("t") }
      return
    }
    let integers = try file.integers("t")
    // Unsigned 64-bit numbers above Int.max wrap around.
    let expected = type == "U64" ? [5, 0, -1] : try values.map { try #require(Int(exactly: $0)) }
    #expect(
      type == "I32"
        ? integers == [5, Int(Int32.min), Int(Int32.max)]
        : type == "U32" ? integers == [5, 0, Int(UInt32.max)] : integers == expected)
  }

  @Test("tensors need not be aligned")
  func unaligned() throws {
    let file = try HandmadeFile(
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}} "#,
      data: [9] + Self.littleEndian([Float(2.5).bitPattern])
    ).opened(in: folder)
    #expect(try file.tensor("b").elements == [2.5])
    #expect(try file.integers("a") == [9])
  }

  @Test("a missing tensor, another shape, NaN and infinity are told apart")
  func unusable() throws {
    var writer = SafetensorsWriter()
    writer.add("fine", Tensor(shape: [2, 2], repeating: 1))
    writer.add("nan", Tensor(shape: [2], elements: [1, .nan]))
    writer.add("infinite", Tensor(shape: [2], elements: [-.infinity, 1]), as: .float16)
    let path = folder.file("unusable.safetensors")
    try writer.write(to: path)
    let file = try SafetensorsFile(path: path)
    #expect(try file.tensor("fine", shape: [2, 2]).count == 4)
    #expect(throws: CheckpointError.missingTensor(path: path, name: "other")) {
      try file.tensor("other", shape: [2, 2])
    }
    #expect(throws: CheckpointError.missingTensor(path: path, name: "other")) {
      try file.bytes("other")
    }
    #expect(throws: CheckpointError.missingTensor(path: path, name: "other")) {
      try file.integers("other")
    }
    for shape in [[4], [2, 2, 1], [], [2, 3]] {
      #expect(
        throws: CheckpointError.wrongShape(
          path: path, name: "fine", found: [2, 2], expected: shape)
      ) { try file.tensor("fine", shape: shape) }
    }
    for name in ["nan", "infinite"] {
      #expect(throws: CheckpointError.notFinite(path: path, name: name)) {
        try file.tensor(name, shape: [2])
      }
    }
  }

  @Test("a file that is not there is an error of its own")
  func missingFile() {
    #expect(throws: FileError.self) { try SafetensorsFile(path: folder.file("missing")) }
    #expect(throws: FileError.self) { try SafetensorsFile(path: folder.path) }
  }
}
