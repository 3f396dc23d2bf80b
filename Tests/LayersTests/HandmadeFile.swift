import Bytes
import Glibc
import Layers
import TestSupport

/// A safetensors file put together by hand, so that every field can lie.
struct HandmadeFile {
  /// The header's text.
  var header: [UInt8]
  /// What the length field claims; nil for the truth.
  var claimedLength: UInt64?
  /// The tensors' bytes.
  var data: [UInt8]

  init(header: [UInt8], claimedLength: UInt64? = nil, data: [UInt8] = []) {
    self.header = header
    self.claimedLength = claimedLength
    self.data = data
  }

  init(_ header: String, claimedLength: UInt64? = nil, data: [UInt8] = []) {
    self.init(header: Array(header.utf8), claimedLength: claimedLength, data: data)
  }

  /// One tensor named `t`.
  init(type: String, shape: String, data: [UInt8]) {
    self.init(
      #"{"t":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[0,\#(data.count)]}}"#,
      data: data)
  }

  var bytes: [UInt8] {
    var file = ByteWriter()
    file.append(integer: claimedLength ?? UInt64(header.count))
    file.append(header)
    file.append(data)
    return file.bytes
  }

  /// Writes the file and opens it.
  func opened(in folder: TemporaryFolder) throws -> SafetensorsFile {
    try SafetensorsFile(path: Self.write(bytes, to: folder.file("handmade.safetensors")))
  }

  /// Writes a file, in place of the one before it: `AtomicFile` waits for the disk, and so may a
  /// file system when a file is cut to nothing; both are too slow for thousands of files.
  static func write(_ bytes: [UInt8], to path: String) throws -> String {
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    defer { close(descriptor) }
    guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw FileError.unwritable(path: path, reason: "overwrite")
    }
    return path
  }
}
