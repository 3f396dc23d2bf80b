import Bytes

/// Pieces of pickles, put together by hand.
enum HandmadePickle {
  /// A whole pickle around one value.
  static func whole(_ value: [UInt8]) -> [UInt8] { [0x80, 2] + value + Array(".".utf8) }

  static func text(_ text: String) -> [UInt8] {
    var writer = ByteWriter()
    writer.append("X".utf8)
    writer.append(integer: UInt32(text.utf8.count))
    writer.append(text.utf8)
    return writer.bytes
  }

  static func integer(_ value: Int) -> [UInt8] {
    var writer = ByteWriter()
    writer.append([0x8A, 8])
    writer.append(integer: Int64(value))
    return writer.bytes
  }

  static func global(_ module: String, _ name: String) -> [UInt8] {
    Array("c\(module)\n\(name)\n".utf8)
  }

  static func tuple(_ items: [[UInt8]]) -> [UInt8] {
    Array("(".utf8) + items.joined() + Array("t".utf8)
  }

  static func call(_ callee: [UInt8], _ arguments: [[UInt8]]) -> [UInt8] {
    callee + tuple(arguments) + Array("R".utf8)
  }

  static func dictionary(_ pairs: [(String, [UInt8])]) -> [UInt8] {
    Array("}(".utf8) + pairs.flatMap { text($0.0) + $0.1 } + Array("u".utf8)
  }

  static func storage(_ key: String = "0", type: String = "FloatStorage", count: Int) -> [UInt8] {
    tuple([text("storage"), global("torch", type), text(key), text("cpu"), integer(count)])
      + Array("Q".utf8)
  }

  /// A tensor of a storage of floats, as `torch.save` describes it.
  static func tensor(
    _ storage: [UInt8], offset: Int = 0, shape: [Int], strides: [Int]
  ) -> [UInt8] {
    call(
      global("torch._utils", "_rebuild_tensor_v2"),
      [
        storage, integer(offset), tuple(shape.map(integer)), tuple(strides.map(integer)), [0x89],
        call(global("collections", "OrderedDict"), []),
      ])
  }
}
