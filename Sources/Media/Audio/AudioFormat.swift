/// The sound file formats that are read, told apart by their first bytes and never by a name.
public enum AudioFormat: String, CaseIterable, Sendable {
  /// RIFF/WAVE and its 64-bit sibling RF64.
  case wav = "WAV"
  /// Native FLAC (RFC 9639).
  case flac = "FLAC"
  /// An Ogg container with Vorbis, Opus or FLAC inside.
  case ogg = "Ogg"
  /// AIFF and AIFF-C.
  case aiff = "AIFF"
  /// MPEG audio, layers 1 to 3.
  case mp3 = "MP3"

  /// How many bytes ``recognized(in:)`` looks at.
  package static let signatureLength = 12

  /// The format that a file's first bytes announce, or nil when it is none that is read here.
  public static func recognized(in bytes: [UInt8]) -> AudioFormat? {
    switch (text(bytes, at: 0), text(bytes, at: 8)) {
    case ("RIFF", "WAVE"), ("RF64", "WAVE"): .wav
    case ("FORM", "AIFF"), ("FORM", "AIFC"): .aiff
    case ("fLaC", _): .flac
    case ("OggS", _): .ogg
    default: isMP3(bytes) ? .mp3 : nil
    }
  }

  /// What a file that is not read here is, as far as its first bytes tell.
  package static func foreignName(in bytes: [UInt8]) -> String? {
    switch (text(bytes, at: 0), text(bytes, at: 4)) {
    case (_, "ftyp"): "MPEG-4 sound (M4A, AAC)"
    case ("MThd", _): "MIDI, which is notes and not sound"
    case ("caff", _): "Core Audio (CAF)"
    case (".snd", _): "Sun sound (AU)"
    case ("wvpk", _): "WavPack"
    case ("MAC ", _): "Monkey's Audio (APE)"
    case ("#!AM", _): "AMR speech"
    case ("RIFX", _): "big-endian RIFF"
    default: isWindowsMedia(bytes) ? "Windows Media (WMA)" : isAAC(bytes) ? "AAC" : nil
    }
  }

  private static func text(_ bytes: [UInt8], at offset: Int) -> String {
    String(decoding: bytes.dropFirst(offset).prefix(4), as: UTF8.self)
  }

  /// An ID3v2 tag, or an MPEG audio frame header (ISO 11172-3, 2.4.1.3): eleven sync bits, then no
  /// reserved version, layer, bit rate or sample rate.
  private static func isMP3(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: Array("ID3".utf8)) { return true }
    guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return false }
    return bytes[1] & 0x18 != 0x08 && bytes[1] & 0x06 != 0 && bytes[2] & 0xF0 != 0xF0
      && bytes[2] & 0x0C != 0x0C
  }

  /// An ADTS frame header: twelve sync bits and layer 0.
  private static func isAAC(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 2 && bytes[0] == 0xFF && bytes[1] & 0xF6 == 0xF0
  }

  /// The start of the ASF header object's identifier.
  private static func isWindowsMedia(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x30, 0x26, 0xB2, 0x75])
  }
}
