/// Packs unsigned numbers of given widths into bytes, each byte filled from its lowest bit up.
struct BitWriter {
  private var bytes: [UInt8] = []
  private var pending: UInt64 = 0
  private var pendingBits = 0

  /// Appends the `bits` lowest bits of `value`, at most 32; the others must be zero.
  mutating func append(_ value: UInt32, bits: Int) {
    pending |= UInt64(value) << UInt64(pendingBits)
    pendingBits += bits
    while pendingBits >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingBits -= 8
    }
  }

  /// Everything appended, the last byte filled up with zero bits.
  consuming func finished() -> [UInt8] {
    if pendingBits > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    return bytes
  }
}

/// Takes numbers off bytes that a `BitWriter` packed.
struct BitReader {
  private let bytes: [UInt8]
  private var next = 0
  private var pending: UInt64 = 0
  private var pendingBits = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Bits not yet taken.
  var remaining: Int { (bytes.count - next) * 8 + pendingBits }

  /// Whether every bit not yet taken is zero.
  var remainderIsZero: Bool { pending == 0 && bytes[next...].allSatisfy { $0 == 0 } }

  /// Takes the next `bits` bits, at most 32 and no more than remain.
  mutating func take(bits: Int) -> UInt32 {
    precondition(bits <= remaining, "more bits taken than remain")
    while pendingBits < bits {
      pending |= UInt64(bytes[next]) << UInt64(pendingBits)
      pendingBits += 8
      next += 1
    }
    let value = UInt32(truncatingIfNeeded: pending & ((1 << UInt64(bits)) - 1))
    pending >>= UInt64(bits)
    pendingBits -= bits
    return value
  }
}
