/// Collects little-endian fields.
package struct ByteWriter: Sendable {
  /// Everything written so far.
  package private(set) var bytes: [UInt8] = []

  /// Starts empty.
  package init() {}

  /// Appends bytes as they are.
  package mutating func append(_ more: some Sequence<UInt8>) {
    bytes.append(contentsOf: more)
  }

  /// Appends one integer, least significant byte first.
  package mutating func append<Integer: FixedWidthInteger>(integer value: Integer) {
    for index in 0..<Integer.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: value >> Integer(index * 8)))
    }
  }
}
