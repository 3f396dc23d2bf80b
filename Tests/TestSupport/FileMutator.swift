package import Tensors

/// Makes damaged files out of real ones, the same ones for the same seed.
package struct FileMutator {
  private let files: [[UInt8]]
  private var generator: SeededGenerator

  /// Mutates some of `files`, none of them empty, and mixes them with each other.
  package init(_ files: [[UInt8]], generator: SeededGenerator) {
    self.files = files
    self.generator = generator
  }

  /// A copy of a file with one or more mutations.
  package mutating func mutated(_ index: Int) -> [UInt8] {
    var bytes = files[index]
    repeat { mutate(&bytes) } while generator.index(below: 8) > 4
    return bytes
  }

  /// A number below `bound`, for choosing among files.
  package mutating func index(below bound: Int) -> Int { generator.index(below: bound) }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    switch generator.index(below: 12) {
    case 0...3: flipBit(&bytes)
    case 4: overwriteByte(&bytes)
    case 5, 6: overwriteInteger(&bytes)
    case 7: nudgeInteger(&bytes)
    case 8: overwriteDecimal(&bytes)
    case 9: swapRanges(&bytes)
    case 10: splice(&bytes)
    default: changeLength(&bytes)
    }
  }

  private mutating func changeLength(_ bytes: inout [UInt8]) {
    switch generator.index(below: 4) {
    case 0: repeatRange(&bytes)
    case 1: bytes.removeSubrange(range(in: bytes))
    case 2: insert(&bytes)
    default: bytes.removeLast(generator.index(below: bytes.count + 1))
    }
  }

  /// A position, mostly near either end: that is where headers and directories stand.
  private mutating func position(in bytes: [UInt8]) -> Int {
    guard bytes.count > 4096, generator.index(below: 4) > 0 else {
      return generator.index(below: bytes.count + 1)
    }
    let distance = generator.index(below: 2048)
    return generator.index(below: 2) == 0 ? distance : bytes.count - distance
  }

  private mutating func range(in bytes: [UInt8]) -> Range<Int> {
    let start = position(in: bytes)
    let length = generator.index(below: generator.index(below: 4) == 0 ? 512 : 16)
    return start..<min(bytes.count, start + length)
  }

  private mutating func flipBit(_ bytes: inout [UInt8]) {
    let position = position(in: bytes)
    guard position < bytes.count else { return }
    bytes[position] ^= 1 << UInt8(generator.index(below: 8))
  }

  private mutating func overwriteByte(_ bytes: inout [UInt8]) {
    let position = position(in: bytes)
    guard position < bytes.count else { return }
    bytes[position] = UInt8(truncatingIfNeeded: generator.next())
  }

  private mutating func interestingNumber(_ count: Int) -> Int {
    let numbers = [
      0, 1, -1, 2, 7, 255, 256, 65535, 65536, .max, .min, Int(Int32.max), Int(Int32.min), 1 << 32,
      1 << 31, 1 << 62, count, count - 1, count + 1, count / 2,
    ]
    return numbers[generator.index(below: numbers.count)]
  }

  private mutating func write(_ value: Int, width: Int, at start: Int, _ bytes: inout [UInt8]) {
    for index in 0..<width where start + index < bytes.count {
      bytes[start + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
    }
  }

  private mutating func overwriteInteger(_ bytes: inout [UInt8]) {
    let width = 1 << generator.index(below: 4)
    let (value, start) = (interestingNumber(bytes.count), position(in: bytes))
    write(value, width: width, at: start, &bytes)
  }

  private mutating func nudgeInteger(_ bytes: inout [UInt8]) {
    let width = 1 << generator.index(below: 4)
    let start = position(in: bytes)
    guard start + width <= bytes.count else { return }
    let value = (0..<width).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
    write(value &+ (generator.index(below: 33) - 16), width: width, at: start, &bytes)
  }

  /// Replaces a number in a text, such as a header's offset.
  private mutating func overwriteDecimal(_ bytes: inout [UInt8]) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let start = bytes[min(position(in: bytes), bytes.count)...].firstIndex(where: isDigit)
    else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: "\(interestingNumber(bytes.count))".utf8)
  }

  private mutating func swapRanges(_ bytes: inout [UInt8]) {
    let (one, other) = (range(in: bytes), position(in: bytes))
    for (index, position) in one.enumerated() where other + index < bytes.count {
      bytes.swapAt(position, other + index)
    }
  }

  private mutating func foreignPiece() -> ArraySlice<UInt8> {
    let source = files[generator.index(below: files.count)]
    return source[range(in: source)]
  }

  private mutating func splice(_ bytes: inout [UInt8]) {
    let (piece, start) = (foreignPiece(), position(in: bytes))
    bytes.replaceSubrange(start..<min(bytes.count, start + piece.count), with: piece)
  }

  private mutating func insert(_ bytes: inout [UInt8]) {
    let (piece, start) = (foreignPiece(), position(in: bytes))
    bytes.insert(contentsOf: piece, at: start)
  }

  private mutating func repeatRange(_ bytes: inout [UInt8]) {
    let range = range(in: bytes)
    bytes.insert(contentsOf: Array(bytes[range]), at: range.lowerBound)
  }
}
