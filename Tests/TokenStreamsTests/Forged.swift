import Bytes
import TestSupport
import TokenStreams

/// A token file assembled part by part from the page, its checksums right whatever its contents.
enum Forged {
  /// An honest header: frames of two stages, of 5 codes and of 1.
  static let header = """
    {"software":"x","tokenizers":[{"id":"t","layout":"frames","media":"audio","policy":"all",\
    "sha256":"\(String(repeating: "0", count: 64))","vocabulary":[5,1]}]}
    """

  /// An item's header, honest unless told otherwise: two frames of depth 2 in one chunk.
  static func item(
    name: String = "n", tokenizer: Int = 0,
    original: String = #"{"channels":1,"sampleCount":9,"sampleRate":8000}"#,
    extents: String = "[2]", depth: String? = "2", side: String = "{}",
    chunkPositions: Int = 4, chunkBytes: String = "[1]"
  ) -> String {
    let depthField = depth.map { #""depth":\#($0),"# } ?? ""
    return """
      {"chunkBytes":\(chunkBytes),"chunkPositions":\(chunkPositions),\(depthField)\
      "extents":\(extents),"name":"\(name)","original":\(original),"side":\(side),\
      "tokenizer":\(tokenizer)}
      """
  }

  /// Writes and opens a file of one item with these payloads.
  static func tokenFile(
    header: String = header, item: String, payloads: [[UInt8]], name: String = "n",
    in folder: TemporaryFolder
  ) throws -> TokenFile {
    let preamble: [UInt8] = [0x89, 0x54, 0x45, 0x53, 0x53, 0x0D, 0x0A, 0x1A, 1, 0, 0, 0]
    var bytes = preamble + sealed(json: header, context: preamble)
    let start = bytes.count
    let number: [UInt8] = Array(repeating: 0, count: 8)
    bytes += sealed(json: item, context: number)
    for (chunk, payload) in payloads.enumerated() {
      bytes += sealed(payload, context: number + [UInt8(chunk), 0, 0, 0])
    }
    var index = ByteWriter()
    index.append(integer: UInt64(start))
    index.append(integer: UInt16(name.utf8.count))
    index.append(name.utf8)
    index.append(integer: UInt64(bytes.count))
    index.append(integer: UInt64(1))
    bytes += sealed(index.bytes, context: []) + Array("SSET".utf8)
    let path = folder.file("forged.tess")
    try TokenFileExamples.overwrite(path, with: bytes)
    return try TokenFile(path: path)
  }

  private static func sealed(_ content: [UInt8], context: [UInt8]) -> [UInt8] {
    var part = ByteWriter()
    part.append(content)
    part.append(integer: CRC32C.checksum(context + content))
    return part.bytes
  }

  private static func sealed(json: String, context: [UInt8]) -> [UInt8] {
    var content = ByteWriter()
    content.append(integer: UInt32(json.utf8.count))
    content.append(json.utf8)
    return sealed(content.bytes, context: context)
  }
}
