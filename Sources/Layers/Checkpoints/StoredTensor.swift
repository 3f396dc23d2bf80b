import Bytes
import Tensors

/// One tensor of a mapped file, whose elements are read when they are asked for.
///
/// Whoever makes one has checked that every element lies within the file.
struct StoredTensor: Sendable {
  /// The file that holds the elements.
  let file: MappedFile
  /// Type, shape and place.
  let entry: TensorEntry

  /// The elements as 32-bit floats, whatever numeric type the file holds.
  func tensor() -> Tensor {
    if let lent = lentTensor() { return lent }
    return Tensor(shape: entry.shape, elements: floats())
  }

  /// The elements as integers, or nil where they are floats; unsigned 64-bit numbers above `Int.max`
  /// wrap around.
  func integers() -> [Int]? {
    switch entry.elementType {
    case .int64, .uint64: elements { (value: Int64) in Int(value) }
    case .int32: elements { (value: Int32) in Int(value) }
    case .uint32: elements { (value: UInt32) in Int(value) }
    case .int16: elements { (value: Int16) in Int(value) }
    case .uint16: elements { (value: UInt16) in Int(value) }
    case .int8: elements { (value: Int8) in Int(value) }
    case .uint8, .bool: elements { (value: UInt8) in Int(value) }
    case .float64, .float32, .float16, .bfloat16: nil
    }
  }

  /// The tensor straight from the mapping, where its elements are 32-bit floats in order.
  private func lentTensor() -> Tensor? {
    guard entry.elementType == .float32, entry.isContiguous, entry.start % 4 == 0 else {
      return nil
    }
    return file.withUnsafeBytes { contents in
      let bytes = UnsafeRawBufferPointer(rebasing: contents[entry.range])
      return Tensor(
        shape: entry.shape, lending: bytes.assumingMemoryBound(to: Float.self), owner: file,
        release: { [file, entry] in file.releasePages(of: entry.range) })
    }
  }

  private func floats() -> [Float] {
    switch entry.elementType {
    case .float64: elements { (value: Double) in Float(value) }
    case .float32: elements { (value: Float) in value }
    case .float16: elements { (value: Float16) in Float(value) }
    case .bfloat16: elements { (value: UInt16) in Float(bitPattern: UInt32(value) << 16) }
    case .int64: elements { (value: Int64) in Float(value) }
    case .int32: elements { (value: Int32) in Float(value) }
    case .int16: elements { (value: Int16) in Float(value) }
    case .int8: elements { (value: Int8) in Float(value) }
    case .uint64: elements { (value: UInt64) in Float(value) }
    case .uint32: elements { (value: UInt32) in Float(value) }
    case .uint16: elements { (value: UInt16) in Float(value) }
    case .uint8, .bool: elements { (value: UInt8) in Float(value) }
    }
  }

  /// Every element in row-major order, converted.
  private func elements<Stored: BitwiseCopyable, Converted>(
    _ convert: (Stored) -> Converted
  ) -> [Converted] {
    file.withUnsafeBytes { contents in
      let bytes = UnsafeRawBufferPointer(rebasing: contents[entry.range])
      return Array(unsafeUninitializedCapacity: entry.count) { destination, initialized in
        var rows = ElementRows(entry)
        while let first = rows.next() {
          for column in 0..<rows.length {
            let offset = (first + column * rows.stride) * MemoryLayout<Stored>.stride
            let value = bytes.loadUnaligned(fromByteOffset: offset, as: Stored.self)
            destination.initializeElement(at: initialized + column, to: convert(value))
          }
          initialized += rows.length
        }
      }
    }
  }
}
