package import Bytes
import FoundationEssentials
public import Tensors

/// A safetensors file, mapped into memory, every field checked before it is used.
///
/// Layout (huggingface/safetensors): a little-endian 64-bit header length, a JSON header that maps
/// names to `dtype`, `shape` and `data_offsets`, then the tensors' bytes, little-endian, row-major.
/// Overlapping or out-of-range offsets and lengths that disagree with the shape are refused.
public struct SafetensorsFile: Sendable {
  /// One tensor's place in the file.
  public struct Entry: Equatable, Sendable {
    /// What the elements are.
    public let elementType: ElementType
    /// Extents, outermost first.
    public let shape: [Int]
    /// The bytes' range from the start of the file.
    package let range: Range<Int>

    /// The number of elements.
    public var count: Int { shape.reduce(1, *) }
  }

  /// The path the file was opened by.
  public var path: String { file.path }
  /// Tensor names in byte order.
  public let names: [String]
  /// The free-form text of the header's `__metadata__`.
  public let metadata: [String: String]
  package let file: MappedFile
  private let entries: [String: Entry]

  /// Opens and checks a file; no tensor is read yet.
  ///
  /// - Throws: `FileError` when it cannot be opened, `CheckpointError.malformed` when it breaks the
  ///   format.
  public init(path: String) throws {
    file = try MappedFile(path: path)
    let header = try SafetensorsHeader(file: file)
    entries = header.entries
    metadata = header.metadata
    names = header.entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Type and shape of a tensor, or nil when the file has none of that name.
  public func entry(_ name: String) -> Entry? { entries[name] }

  /// The raw little-endian bytes of a tensor.
  ///
  /// - Throws: `CheckpointError.missingTensor`.
  public func bytes(_ name: String) throws -> [UInt8] {
    file.bytes(in: try requiredEntry(name).range)
  }

  /// A tensor with its elements converted to 32-bit floats, whatever numeric type the file holds.
  ///
  /// - Throws: `CheckpointError.missingTensor`.
  public func tensor(_ name: String) throws -> Tensor {
    let entry = try requiredEntry(name)
    let elements = file.withUnsafeBytes { contents in
      let source = UnsafeRawBufferPointer(rebasing: contents[entry.range])
      return Self.floats(source, of: entry.elementType, count: entry.count)
    }
    return Tensor(shape: entry.shape, elements: elements)
  }

  /// A tensor that must have this shape and hold only finite values.
  ///
  /// - Throws: `CheckpointError.missingTensor`, `.wrongShape` or `.notFinite`.
  public func tensor(_ name: String, shape: [Int]) throws -> Tensor {
    let tensor = try tensor(name)
    guard tensor.shape == shape else {
      throw CheckpointError.wrongShape(
        path: path, name: name, found: tensor.shape, expected: shape)
    }
    guard tensor.elements.allSatisfy(\.isFinite) else {
      throw CheckpointError.notFinite(path: path, name: name)
    }
    return tensor
  }

  /// An integer tensor's elements, row-major.
  ///
  /// - Throws: `CheckpointError.missingTensor`, or `.wrongElementType` for a float tensor.
  public func integers(_ name: String) throws -> [Int] {
    let entry = try requiredEntry(name)
    return try file.withUnsafeBytes { contents in
      let source = UnsafeRawBufferPointer(rebasing: contents[entry.range])
      func read<Integer: FixedWidthInteger>(_: Integer.Type) -> [Int] {
        (0..<entry.count).map { index in
          let value = source.loadUnaligned(
            fromByteOffset: index * Integer.bitWidth / 8, as: Integer.self)
          return Int(truncatingIfNeeded: Integer(littleEndian: value))
        }
      }
      switch entry.elementType {
      case .int64, .uint64: return read(Int64.self)
      case .int32: return read(Int32.self)
      case .uint32: return read(UInt32.self)
      case .int16: return read(Int16.self)
      case .uint16: return read(UInt16.self)
      case .int8: return read(Int8.self)
      case .uint8, .bool: return read(UInt8.self)
      case .float64, .float32, .float16, .bfloat16:
        throw CheckpointError.wrongElementType(
          path: path, name: name, found: entry.elementType.rawValue, expected: "integers")
      }
    }
  }

  private func requiredEntry(_ name: String) throws -> Entry {
    guard let entry = entries[name] else {
      throw CheckpointError.missingTensor(path: path, name: name)
    }
    return entry
  }

  private static func floats(
    _ source: UnsafeRawBufferPointer, of type: ElementType, count: Int
  ) -> [Float] {
    func read<Element>(_: Element.Type, _ convert: (Element) -> Float) -> [Float] {
      [Float](unsafeUninitializedCapacity: count) { destination, initialized in
        for index in 0..<count {
          let element = source.loadUnaligned(
            fromByteOffset: index * MemoryLayout<Element>.stride, as: Element.self)
          destination.initializeElement(at: index, to: convert(element))
        }
        initialized = count
      }
    }
    switch type {
    case .float64: return read(Double.self) { Float($0) }
    case .float32: return read(Float.self) { $0 }
    case .float16: return read(Float16.self) { Float($0) }
    case .bfloat16: return read(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .int64: return read(Int64.self) { Float($0) }
    case .int32: return read(Int32.self) { Float($0) }
    case .int16: return read(Int16.self) { Float($0) }
    case .int8: return read(Int8.self) { Float($0) }
    case .uint64: return read(UInt64.self) { Float($0) }
    case .uint32: return read(UInt32.self) { Float($0) }
    case .uint16: return read(UInt16.self) { Float($0) }
    case .uint8, .bool: return read(UInt8.self) { Float($0) }
    }
  }
}
