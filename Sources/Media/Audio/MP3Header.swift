/// What stands at the start of an MP3 file before its sound.
///
/// libsndfile always reports a number of samples; without a count in the file it is an estimate
/// from the first bit rate, several times off where that varies, and no sign of truncation.
struct MP3Header {
  /// Whether the first frame holds the encoder's count of frames (`Xing`, or `Info` at a constant
  /// bit rate).
  let countsFrames: Bool

  /// An MPEG frame's header, checksum and side information, at their longest, before the count.
  private static let longestSideInformation = 4 + 2 + 32

  /// Looks past an ID3v2 tag, whose size is four bytes of seven bits (ID3v2.4.0, section 3.1).
  init(_ contents: UnsafeRawBufferPointer) {
    let tag = Array(contents.prefix(10))
    let isTagged = tag.count == 10 && tag.starts(with: Array("ID3".utf8))
    let frame = isTagged ? tag[6...].reduce(0) { $0 << 7 | Int($1 & 0x7F) } + 10 : 0
    let start = Array(contents.dropFirst(frame).prefix(Self.longestSideInformation + 4))
    countsFrames = start.indices.contains { index in
      ["Xing", "Info"].contains { start[index...].starts(with: $0.utf8) }
    }
  }
}
