/// A read past the end of a buffer, or a field that says more than the buffer holds.
package struct TruncatedBytes: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where the read began, in bytes from the start.
  package let offset: Int
  /// How many bytes the read asked for.
  package let needed: Int
  /// How many were left.
  package let available: Int

  /// What was asked for and what was left.
  package var description: String {
    "\(needed) bytes are needed at offset \(offset), \(available) are left"
  }
}

/// Reads little-endian fields from a buffer, never past its end.
package struct ByteReader: Sendable {
  private let bytes: [UInt8]
  /// Where the next read begins, in bytes from the start.
  package private(set) var offset = 0

  /// Reads from the start of `bytes`.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Bytes not yet read.
  package var remaining: Int { bytes.count - offset }

  /// Takes the next `count` bytes.
  ///
  /// - Throws: `TruncatedBytes` when fewer are left or `count` is negative.
  package mutating func take(_ count: Int) throws(TruncatedBytes) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw TruncatedBytes(offset: offset, needed: count, available: remaining)
    }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  /// Reads one little-endian unsigned or signed integer.
  ///
  /// - Throws: `TruncatedBytes` when fewer bytes are left than the integer has.
  package mutating func integer<Integer: FixedWidthInteger>(
    _: Integer.Type = Integer.self
  ) throws(TruncatedBytes) -> Integer {
    let field = try take(Integer.bitWidth / 8)
    var value: Integer = 0
    for (index, byte) in field.enumerated() {
      value |= Integer(truncatingIfNeeded: byte) << Integer(index * 8)
    }
    return value
  }
}
