/// CRC-32C, the Castagnoli checksum of RFC 3720 section B.4 (reflected polynomial 0x82F63B78).
package struct CRC32C: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  /// Starts a checksum over no bytes.
  package init() {}

  /// The checksum of everything taken in so far.
  package var value: UInt32 { ~state }

  /// Takes more bytes in.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    update(contiguous: Array(bytes))
  }

  /// The checksum of one buffer.
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var checksum = CRC32C()
    checksum.update(bytes)
    return checksum.value
  }

  /// Eight bytes a step through eight tables ("slicing by 8": Kounavis and Berry, "A Systematic
  /// Approach to Building High Performance Software-based CRC Generators", 2005), then the rest
  /// one by one.
  private mutating func update(contiguous bytes: [UInt8]) {
    let tables = Self.tables
    var remainder = state
    var next = 0
    while next + 8 <= bytes.count {
      var mixed: UInt32 = 0
      for lane in 0..<8 {
        let folded = lane < 4 ? UInt8(truncatingIfNeeded: remainder >> UInt32(lane * 8)) : 0
        mixed ^= tables[(7 - lane) * 256 + Int(bytes[next + lane] ^ folded)]
      }
      remainder = mixed
      next += 8
    }
    for byte in bytes[next...] {
      remainder = tables[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)] ^ (remainder >> 8)
    }
    state = remainder
  }

  /// Table t, at `t * 256`, holds the remainder of each byte followed by t zero bytes.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = (0..<256).map { byte in
      var remainder = UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 1 ? (remainder >> 1) ^ 0x82F6_3B78 : remainder >> 1
      }
      return remainder
    }
    for index in 256..<8 * 256 {
      let shorter = tables[index - 256]
      tables.append(tables[Int(shorter & 0xFF)] ^ (shorter >> 8))
    }
    return tables
  }()
}
