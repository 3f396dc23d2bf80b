import Bytes
import Testing

@Suite("Little-endian fields")
struct ByteReaderTests {
  @Test("what is written is read back, least significant byte first")
  func roundTrip() throws {
    var writer = ByteWriter()
    writer.append(integer: UInt8(0xAB))
    writer.append(integer: UInt16(0x1234))
    writer.append(integer: Int32(-2))
    writer.append(integer: UInt64(0x0102_0304_0506_0708))
    writer.append([9, 10])
    writer.append(integer: Int64.min)
    #expect(
      writer.bytes == [
        0xAB, 0x34, 0x12, 0xFE, 0xFF, 0xFF, 0xFF, 8, 7, 6, 5, 4, 3, 2, 1, 9, 10,
        0, 0, 0, 0, 0, 0, 0, 0x80,
      ])
    var reader = ByteReader(writer.bytes)
    #expect(try reader.integer(UInt8.self) == 0xAB)
    #expect(try reader.integer(UInt16.self) == 0x1234)
    #expect(try reader.integer(Int32.self) == -2)
    #expect(reader.offset == 7)
    #expect(try reader.integer(UInt64.self) == 0x0102_0304_0506_0708)
    #expect(try Array(reader.take(2)) == [9, 10])
    #expect(try reader.integer(Int64.self) == .min)
    #expect(reader.remaining == 0)
  }

  @Test("a read past the end says what was left and takes nothing")
  func pastTheEnd() throws {
    var reader = ByteReader([1, 2, 3])
    #expect(try reader.integer(UInt8.self) == 1)
    let error = try #require(throws: TruncatedBytes.self) { try reader.integer(UInt32.self) }
    #expect(error.offset == 1)
    #expect(error.needed == 4)
    #expect(error.available == 2)
    #expect("\(error)" == "4 bytes are needed at offset 1, 2 are left")
    #expect(throws: TruncatedBytes.self) { try reader.take(-1) }
    #expect(throws: TruncatedBytes.self) { try reader.take(.max) }
    #expect(try reader.take(0).isEmpty)
    #expect(try reader.integer(UInt16.self) == 0x0302)
    #expect(throws: TruncatedBytes.self) { try reader.integer(UInt8.self) }
  }
}
