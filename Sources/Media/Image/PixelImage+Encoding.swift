import Bytes
import CMediaShims

extension PixelImage {
  /// The bytes of a PNG or JPEG file of this picture.
  ///
  /// - Throws: `MediaError.invalidRequest` for a quality outside 1...100, for JPEG with alpha, and
  ///   for a side that the format cannot hold.
  public func encoded(as encoding: ImageEncoding) throws(MediaError) -> [UInt8] {
    switch encoding {
    case .png:
      return try encoded(as: .png) { file, message in
        tessera_png_write(samples, width, height, pngColor, &file, message)
      }
    case .jpeg(let quality, let chroma):
      guard (1...100).contains(quality) else {
        throw MediaError.invalidRequest(
          reason: "a JPEG quality of \(quality); give one from 1 to 100")
      }
      guard channels != .rgba else {
        throw MediaError.invalidRequest(
          reason: "JPEG holds no transparency; write PNG, or composite the picture first")
      }
      let sampling = chroma == .full ? TESSERA_JPEG_CHROMA_FULL : TESSERA_JPEG_CHROMA_QUARTER
      return try encoded(as: .jpeg) { file, message in
        tessera_jpeg_write(
          samples, width, height, Int32(channels.count), Int32(quality), sampling, &file, message)
      }
    }
  }

  /// Writes a PNG or JPEG file, whole or not at all.
  ///
  /// - Throws: `FileError.unwritable`; `MediaError.invalidRequest` as ``encoded(as:)``.
  public func write(to path: String, as encoding: ImageEncoding) throws {
    try AtomicFile.write(encoded(as: encoding), to: path)
  }

  private func encoded(
    as format: ImageFormat,
    _ write: (inout tessera_codec_bytes, UnsafeMutablePointer<CChar>) -> tessera_codec_status
  ) throws(MediaError) -> [UInt8] {
    var file = tessera_codec_bytes()
    do {
      try CodecCall.run(source: "picture", format: format) { write(&file, $0) }
    } catch {
      tessera_codec_bytes_free(file)
      throw MediaError.invalidRequest(
        reason: "a picture of \(width)x\(height) pixels cannot be written: \(error)")
    }
    return CodecCall.takeBytes(file)
  }

  private var pngColor: tessera_png_color {
    switch channels {
    case .grey: TESSERA_PNG_GREY
    case .rgb: TESSERA_PNG_RGB
    case .rgba: TESSERA_PNG_RGBA
    }
  }
}
