/// How tokens are stored in binary formats, little-endian.
public enum TokenElementType: String, Hashable, Sendable, Codable, CaseIterable {
  case uint8, uint16, int32, uint32, int64

  /// How many bytes a token takes.
  public var byteCount: Int {
    switch self {
    case .uint8: 1
    case .uint16: 2
    case .int32, .uint32: 4
    case .int64: 8
    }
  }

  /// The largest token that can be stored.
  public var largestToken: UInt32 {
    switch self {
    case .uint8: UInt32(UInt8.max)
    case .uint16: UInt32(UInt16.max)
    case .int32: UInt32(Int32.max)
    case .uint32, .int64: UInt32.max
    }
  }

  /// 16 bits where a vocabulary allows it, else 32, unsigned.
  public static func smallest(forVocabularyOf size: Int) -> TokenElementType {
    size <= Int(UInt16.max) + 1 ? .uint16 : .uint32
  }

  /// The type in a NumPy header, such as `<u2`.
  var numpyDescription: String {
    switch self {
    case .uint8: "|u1"
    case .uint16: "<u2"
    case .int32: "<i4"
    case .uint32: "<u4"
    case .int64: "<i8"
    }
  }

  /// The type in a safetensors header.
  var safetensorsName: String {
    switch self {
    case .uint8: "U8"
    case .uint16: "U16"
    case .int32: "I32"
    case .uint32: "U32"
    case .int64: "I64"
    }
  }

  /// The bytes of tokens, each of which is at most ``largestToken``.
  func bytes(of tokens: [UInt32]) -> [UInt8] {
    switch self {
    case .uint8: tokens.map { UInt8(truncatingIfNeeded: $0) }
    case .uint16: Self.bytes(of: tokens, as: UInt16.self)
    case .int32, .uint32: Self.bytes(of: tokens, as: UInt32.self)
    case .int64: Self.bytes(of: tokens, as: Int64.self)
    }
  }

  /// Appends the bytes of tokens, each of which is at most ``largestToken``.
  func append(_ tokens: [UInt32], to bytes: inout [UInt8]) {
    for token in tokens {
      // Least significant first; a token has four bytes at most, the rest are zero.
      for byte in 0..<byteCount {
        bytes.append(byte < 4 ? UInt8(truncatingIfNeeded: token >> UInt32(8 * byte)) : 0)
      }
    }
  }

  /// The bytes of integers, 64 bits each.
  static func bytes(of integers: [Int]) -> [UInt8] {
    bytes(of: integers, as: Int64.self)
  }

  /// The bytes of integers in a type that holds each of them.
  static func bytes<Element: FixedWidthInteger>(
    of integers: [some FixedWidthInteger], as _: Element.Type
  ) -> [UInt8] {
    let elements = integers.map { Element(truncatingIfNeeded: $0).littleEndian }
    return unsafe elements.withUnsafeBytes { contents in unsafe Array(contents) }
  }
}
