import Layers
import Tensors
import TestSupport
import Testing

@Suite("A damaged or deceitful safetensors file is refused")
struct SafetensorsHostilityTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func honestBytes() throws -> [UInt8] {
    var writer = SafetensorsWriter(metadata: ["format": "test"])
    writer.add("weight", Tensor(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6]), as: .float16)
    writer.add("bias", Tensor(shape: [3], elements: [7, 8, 9]))
    return try writer.bytes()
  }

  /// Reads everything a file offers, which must fit what it declares.
  private func readAll(_ path: String) throws {
    let file = try SafetensorsFile(path: path)
    for name in file.names {
      let entry = try #require(file.entry(name))
      #expect(try file.tensor(name).shape == entry.shape)
      #expect(try file.bytes(name).count == entry.count * entry.elementType.byteCount)
      if let integers = try? file.integers(name) { #expect(integers.count == entry.count) }
    }
  }

  @Test("every prefix is malformed")
  func everyPrefix() throws {
    let bytes = try Self.honestBytes()
    let path = folder.file("cut.safetensors")
    for count in bytes.indices {
      let cut = try HandmadeFile.write(Array(bytes.prefix(count)), to: path)
      let error = try #require(throws: CheckpointError.self) { try SafetensorsFile(path: cut) }
      guard case .malformed(cut, _) = error else { throw error }
    }
  }

  @Test("every changed byte gives an error or tensors as declared", arguments: [0x01, 0x80, 0xFF])
  func everyByte(flip: UInt8) throws {
    let bytes = try Self.honestBytes()
    let path = folder.file("flipped.safetensors")
    var refused = 0
    for offset in bytes.indices {
      var changed = bytes
      changed[offset] ^= flip
      _ = try HandmadeFile.write(changed, to: path)
      do {
        try readAll(path)
      } catch is CheckpointError {
        refused += 1
      }
    }
    #expect(refused > 8)
  }

  @Test("random bytes behind a plausible length are refused", arguments: 0..<50)
  func noise(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let noise = (0..<200).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    #expect(throws: CheckpointError.self) {
      try HandmadeFile(header: noise, data: noise).opened(in: folder)
    }
  }

  @Test(
    "a header length that lies",
    arguments: [0, 1, 3, 100, 100_000_000, 1 << 32, 1 << 63, .max] as [UInt64])
  func headerLength(claimed: UInt64) throws {
    #expect(throws: CheckpointError.self) {
      try HandmadeFile("{  }", claimedLength: claimed, data: [1, 2, 3]).opened(in: folder)
    }
  }

  /// A tensor's description and what the message must mention.
  static let descriptions: [(json: String, mention: String)] = [
    (#"{"dtype":"F32","shape":[4],"data_offsets":[0,17]}"#, "outside the file"),
    (#"{"dtype":"F32","shape":[4],"data_offsets":[4,20]}"#, "outside the file"),
    (#"{"dtype":"F32","shape":[1],"data_offsets":[8,4]}"#, "outside the file"),
    (#"{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}"#, "outside the file"),
    (#"{"dtype":"F32","shape":[1],"data_offsets":[0]}"#, "outside the file"),
    (#"{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}"#, "outside the file"),
    (#"{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}"#, "outside the file"),
    (#"{"dtype":"F32","shape":[1],"data_offsets":[-9223372036854775808,4]}"#, "outside the file"),
    (#"{"dtype":"F32","shape":[3],"data_offsets":[0,16]}"#, "16 bytes for shape [3]"),
    (#"{"dtype":"F32","shape":[5],"data_offsets":[0,16]}"#, "16 bytes for shape [5]"),
    (#"{"dtype":"F32","shape":[],"data_offsets":[0,16]}"#, "16 bytes for shape []"),
    (#"{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}"#, "impossible shape"),
    (#"{"dtype":"F32","shape":[-2,-2],"data_offsets":[0,16]}"#, "impossible shape"),
    (#"{"dtype":"F32","shape":[0,-1],"data_offsets":[0,0]}"#, "impossible shape"),
    (#"{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,16]}"#, "impossible shape"),
    (#"{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,0]}"#, "impossible shape"),
    (#"{"dtype":"U8","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}"#, "impossible shape"),
    (#"{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,16]}"#, "JSON"),
    (#"{"dtype":"F32","shape":[1e400],"data_offsets":[0,16]}"#, "JSON"),
    (#"{"dtype":"F32","shape":[4.5],"data_offsets":[0,16]}"#, "JSON"),
    (#"{"dtype":"F32","shape":"[4]","data_offsets":[0,16]}"#, "JSON"),
    (#"{"dtype":"F32","shape":null,"data_offsets":[0,16]}"#, "JSON"),
    (#"{"dtype":"F32","shape":[4]}"#, "JSON"),
    (#"{"shape":[4],"data_offsets":[0,16]}"#, "JSON"),
    (#"{"dtype":7,"shape":[4],"data_offsets":[0,16]}"#, "JSON"),
    (#"{"dtype":"F8_E4M3","shape":[16],"data_offsets":[0,16]}"#, "F8_E4M3"),
    (#"{"dtype":"f32","shape":[4],"data_offsets":[0,16]}"#, "f32"),
    (#"{"dtype":"F32"}"#, "has no dtype, shape and data_offsets"),
    ("null", "JSON"), ("[]", "JSON"), ("16", "JSON"), ("true", "JSON"),
  ]

  @Test("descriptions that cannot be", arguments: descriptions)
  func description(json: String, mention: String) throws {
    let file = HandmadeFile(#"{"t":\#(json)}"#, data: Array(repeating: 0, count: 16))
    let error = try #require(throws: CheckpointError.self) { try file.opened(in: folder) }
    guard case .malformed(_, let reason) = error else { throw error }
    #expect(reason.contains(mention), "\(reason)")
  }

  @Test("a tensor of no elements may claim any extent beside its zero")
  func emptyShapes() throws {
    let file = try HandmadeFile(
      #"{"t":{"dtype":"F64","shape":[0,9223372036854775807,9],"data_offsets":[0,0]}}"#
    ).opened(in: folder)
    #expect(try file.tensor("t").shape == [0, .max, 9])
    #expect(try file.integersOrNone("t") == nil)
  }

  /// Whole headers and what the message must mention.
  static let headers: [(json: String, mention: String)] = [
    ("", "JSON"), ("{", "JSON"), ("[]", "JSON"), ("null", "JSON"), ("{}}", "JSON"),
    ("\u{0}\u{0}", "JSON"), (#"{"t":{}}"#, "dtype"), (#"{"__metadata__":{"a":1}}"#, "JSON"),
    (#"{"__metadata__":[]}"#, "JSON"), (#"{"t":{"note":"free text"}}"#, "dtype"),
    (
      #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
      "a and b overlap"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#,
      "overlap"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#,
      "a and b overlap"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#,
      "same name"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#,
      "same name"
    ),
    (#"{"__metadata__":{"a":"1"},"__metadata__":{"a":"2"}}"#, "same name"),
  ]

  /// Where tensors lie among 4 bytes, and what the message must mention; nil for what the reference
  /// implementation (safetensors 0.8.0) reads.
  static let layouts: [(ranges: [ClosedRange<Int>], mention: String?)] = [
    ([0...4], nil), ([0...3, 3...4], nil), ([0...0, 0...4], nil), ([0...2, 2...2, 2...4], nil),
    ([0...4, 4...4], nil), ([], "last 4 bytes"), ([0...3], "last 1 bytes"), ([0...0], "last 4"),
    ([1...4], "1 bytes before t0"), ([0...1, 2...4], "1 bytes before t1"),
    ([0...4, 2...2], "overlap"), ([0...3, 2...4], "overlap"),
  ]

  @Test("tensors cover the file without holes, as the reference asks for", arguments: layouts)
  func coverage(ranges: [ClosedRange<Int>], mention: String?) throws {
    let tensors = ranges.enumerated().map { index, range in
      let (start, end) = (range.lowerBound, range.upperBound)
      return
        #""t\#(index)":{"dtype":"U8","shape":[\#(end - start)],"data_offsets":[\#(start),\#(end)]}"#
    }
    let file = HandmadeFile("{\(tensors.joined(separator: ","))}", data: [1, 2, 3, 4])
    guard let mention else {
      #expect(try file.opened(in: folder).names.count == ranges.count)
      return
    }
    let error = try #require(throws: CheckpointError.self) { try file.opened(in: folder) }
    #expect("\(error)".contains(mention), "\(error)")
  }

  @Test("headers that contradict themselves or the format", arguments: headers)
  func header(json: String, mention: String) throws {
    let file = HandmadeFile(json, data: [1, 2, 3, 4])
    let error = try #require(throws: CheckpointError.self) { try file.opened(in: folder) }
    guard case .malformed(_, let reason) = error else { throw error }
    #expect(reason.contains(mention), "\(reason)")
  }

  @Test("brackets, colons and quotes inside names are only text")
  func punctuationInNames() throws {
    let name = #"a:{\"b\":[1]\\"#
    let file = try HandmadeFile(
      #"{"\#(name)":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"__metadata__":{"k:{":"v:\""}}"#,
      data: [1, 2, 3, 4]
    ).opened(in: folder)
    #expect(file.names == [#"a:{"b":[1]\"#])
    #expect(file.metadata == ["k:{": "v:\""])
  }

  @Test("a header that is not UTF-8 is refused")
  func notUTF8() throws {
    let parts = [
      Array("{\"".utf8), [0xFF, 0xC0],
      Array(#"":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#.utf8),
    ]
    let error = try #require(throws: CheckpointError.self) {
      try HandmadeFile(header: Array(parts.joined())).opened(in: folder)
    }
    #expect("\(error)".contains("UTF-8"))
  }

  @Test("deep nesting ends in an error, not in the stack", arguments: ["[", #"{"a":"#])
  func deepNesting(opening: String) throws {
    for header in [
      String(repeating: opening, count: 200_000),
      #"{"t":"# + String(repeating: opening, count: 100_000),
    ] {
      #expect(throws: CheckpointError.self) { try HandmadeFile(header).opened(in: folder) }
    }
  }
}

extension SafetensorsFile {
  /// The integers of a tensor, or nil where it holds floats.
  fileprivate func integersOrNone(_ name: String) throws -> [Int]? {
    do {
      return try integers(name)
    } catch CheckpointError.wrongElementType {
      return nil
    }
  }
}
