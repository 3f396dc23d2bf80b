extension ImageOrientation {
  /// The orientation that a JPEG file's first Exif segment notes; `.up` without one.
  ///
  /// Exif data that breaks its own rules is read as no orientation, since the pixels are whole.
  init(jpeg bytes: [UInt8]) {
    self = Self.exifSegment(of: bytes).flatMap(Self.init(exif:)) ?? .up
  }

  /// The TIFF structure inside the first APP1 segment that starts with "Exif", 0, 0
  /// (CIPA DC-008, 4.5.4).
  private static func exifSegment(of bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var place = 2
    while place + 4 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      if marker == 0xFF {
        place += 1
        continue
      }
      // Start of scan: no header segment follows.
      guard marker != 0xDA else { return nil }
      let end = place + 2 + Int(bytes[place + 2]) << 8 + Int(bytes[place + 3])
      guard end <= bytes.count, end >= place + 4 else { return nil }
      let segment = bytes[place + 4..<end]
      if marker == 0xE1, segment.starts(with: Array("Exif\0\0".utf8)) {
        return segment.dropFirst(6)
      }
      place = end
    }
    return nil
  }

  /// Reads tag 0x0112, one 16-bit number, from the first image file directory of a TIFF structure.
  private init?(exif: ArraySlice<UInt8>) {
    let bytes = Array(exif)
    let bigEndian = bytes.starts(with: Array("MM".utf8))
    guard bigEndian || bytes.starts(with: Array("II".utf8)) else { return nil }
    func number(at place: Int, count: Int) -> Int? {
      guard place + count <= bytes.count else { return nil }
      let field = bytes[place..<place + count]
      return (bigEndian ? Array(field) : field.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(at: 2, count: 2) == 42, let directory = number(at: 4, count: 4),
      let entryCount = number(at: directory, count: 2)
    else { return nil }
    for index in 0..<entryCount {
      let entry = directory + 2 + 12 * index
      guard let tag = number(at: entry, count: 2) else { return nil }
      guard tag == 0x0112 else { continue }
      guard number(at: entry + 2, count: 2) == 3, number(at: entry + 4, count: 4) == 1 else {
        return nil
      }
      guard let value = number(at: entry + 8, count: 2) else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}
