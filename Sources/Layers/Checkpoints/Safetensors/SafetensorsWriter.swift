import Bytes
import FoundationEssentials
public import Tensors

/// Writes safetensors files, whole or not at all: wide elements first and then names in byte order,
/// so that every tensor begins at a multiple of its element's size.
public struct SafetensorsWriter: Sendable {
  private var tensors: [String: (type: ElementType, tensor: Tensor)] = [:]
  private let metadata: [String: String]

  /// Starts with no tensors and the header's free-form text.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// Adds or replaces a tensor, to be stored as 32-bit or, rounded to nearest even, 16-bit floats.
  public mutating func add(_ name: String, _ tensor: Tensor, as type: FloatType = .float32) {
    tensors[name] = (type == .float16 ? .float16 : .float32, tensor)
  }

  /// The element types that are written.
  public enum FloatType: Sendable {
    case float32
    case float16
  }

  private var ordered: [(key: String, value: (type: ElementType, tensor: Tensor))] {
    tensors.sorted { one, other in
      let (width, otherWidth) = (one.value.type.byteCount, other.value.type.byteCount)
      return width == otherWidth
        ? one.key.utf8.lexicographicallyPrecedes(other.key.utf8) : width > otherWidth
    }
  }

  /// The file's bytes.
  public func bytes() throws -> [UInt8] {
    var data = ByteWriter()
    var header: [String: HeaderValue] = metadata.isEmpty ? [:] : ["__metadata__": .text(metadata)]
    for (name, (type, tensor)) in ordered {
      let start = data.bytes.count
      for element in tensor.elements {
        switch type {
        case .float16: data.append(integer: Float16(element).bitPattern)
        default: data.append(integer: element.bitPattern)
        }
      }
      header[name] = .tensor(
        .init(dtype: type, shape: tensor.shape, offsets: [start, data.bytes.count]))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = Array(try encoder.encode(header))
    json += Array(repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
    var file = ByteWriter()
    file.append(integer: UInt64(json.count))
    file.append(json)
    file.append(data.bytes)
    return file.bytes
  }

  /// Writes the file whole or not at all.
  ///
  /// - Throws: `FileError.unwritable`.
  public func write(to path: String) throws {
    try AtomicFile.write(bytes(), to: path)
  }
}

private enum HeaderValue: Encodable {
  case text([String: String])
  case tensor(TensorHeader)

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let text): try text.encode(to: encoder)
    case .tensor(let header): try header.encode(to: encoder)
    }
  }
}

private struct TensorHeader: Encodable {
  let dtype: ElementType
  let shape: [Int]
  let offsets: [Int]

  private enum CodingKeys: String, CodingKey {
    case dtype
    case shape
    case offsets = "data_offsets"
  }
}
