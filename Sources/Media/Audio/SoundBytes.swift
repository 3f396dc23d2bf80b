import CSndfile

/// Bytes in memory that libsndfile reads as if they were a file.
///
/// The bytes are borrowed: the object must not outlive the buffer it was made from.
final class SoundBytes {
  private let contents: UnsafeRawBufferPointer
  private var position = 0

  init(_ contents: UnsafeRawBufferPointer) {
    self.contents = contents
  }

  /// What libsndfile calls; its last argument is the object, unretained.
  static var callbacks: SF_VIRTUAL_IO {
    SF_VIRTUAL_IO(
      get_filelen: { sf_count_t(SoundBytes.at($0)?.contents.count ?? 0) },
      seek: { offset, whence, object in
        guard let file = SoundBytes.at(object) else { return -1 }
        let target = seekTarget(
          offset, whence: whence, position: file.position, count: file.contents.count)
        guard let target else { return -1 }
        file.position = target
        return sf_count_t(target)
      },
      read: { destination, count, object in
        guard let destination, let file = SoundBytes.at(object) else { return 0 }
        return sf_count_t(file.read(into: destination, count: Int(count)))
      },
      write: { _, _, _ in 0 },
      tell: { sf_count_t(SoundBytes.at($0)?.position ?? 0) })
  }

  private static func at(_ pointer: UnsafeMutableRawPointer?) -> SoundBytes? {
    unretained(pointer)
  }

  private func read(into destination: UnsafeMutableRawPointer, count: Int) -> Int {
    let available = min(count, contents.count - position)
    guard available > 0, let start = contents.baseAddress else { return 0 }
    destination.copyMemory(from: start + position, byteCount: available)
    position += available
    return available
  }
}
