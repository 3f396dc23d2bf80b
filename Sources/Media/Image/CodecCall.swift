import CMediaShims

/// Runs one libjpeg or libpng call and turns its status into an error.
enum CodecCall {
  /// Runs `call` with a buffer for its message.
  ///
  /// - Throws: `MediaError.malformed` for damaged bytes or too little memory, `.unsupported` for a
  ///   part of the format that the library does not read.
  static func run(
    source: String, format: ImageFormat,
    _ call: (UnsafeMutablePointer<CChar>) -> tessera_codec_status
  ) throws(MediaError) {
    var message = [CChar](repeating: 0, count: Int(TESSERA_CODEC_MESSAGE_SIZE))
    let status = call(&message)
    guard status != TESSERA_CODEC_OK else { return }
    let text = String(
      decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard status == TESSERA_CODEC_UNSUPPORTED else {
      throw MediaError.malformed(source: source, format: format.name, reason: text)
    }
    throw MediaError.unsupported(
      source: source, feature: "a \(format.name) of a kind that is not read (\(text))")
  }

  /// Takes over the bytes that a writer allocated.
  static func takeBytes(_ file: tessera_codec_bytes) -> [UInt8] {
    defer { tessera_codec_bytes_free(file) }
    return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
  }
}
