/// CRC-32C, the Castagnoli checksum of RFC 3720 section B.4 (reflected polynomial 0x82F63B78).
package struct CRC32C: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  /// Starts a checksum over no bytes.
  package init() {}

  /// The checksum of everything taken in so far.
  package var value: UInt32 { ~state }

  /// Takes more bytes in.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      state = Self.table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ (state >> 8)
    }
  }

  /// The checksum of one buffer.
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var checksum = CRC32C()
    checksum.update(bytes)
    return checksum.value
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { remainder, _ in
      remainder & 1 == 1 ? (remainder >> 1) ^ 0x82F6_3B78 : remainder >> 1
    }
  }
}
