import CSndfile

/// A growing file in memory that libsndfile writes as if it were on a disk.
final class GrowingSoundBytes {
  /// Everything written so far.
  private(set) var contents: [UInt8] = []
  private var position = 0

  /// What libsndfile calls; its last argument is the object, unretained.
  static var callbacks: SF_VIRTUAL_IO {
    SF_VIRTUAL_IO(
      get_filelen: { sf_count_t(GrowingSoundBytes.at($0)?.contents.count ?? 0) },
      seek: { offset, whence, object in
        guard let file = GrowingSoundBytes.at(object) else { return -1 }
        let target = seekTarget(
          offset, whence: whence, position: file.position, count: file.contents.count)
        guard let target, target <= file.contents.count else { return -1 }
        file.position = target
        return sf_count_t(target)
      },
      read: { _, _, _ in 0 },
      write: { source, count, object in
        guard let source, let file = GrowingSoundBytes.at(object) else { return 0 }
        file.write(UnsafeRawBufferPointer(start: source, count: Int(count)))
        return count
      },
      tell: { sf_count_t(GrowingSoundBytes.at($0)?.position ?? 0) })
  }

  private static func at(_ pointer: UnsafeMutableRawPointer?) -> GrowingSoundBytes? {
    unretained(pointer)
  }

  private func write(_ source: UnsafeRawBufferPointer) {
    let end = min(position + source.count, contents.count)
    contents.replaceSubrange(position..<end, with: source)
    position += source.count
  }
}
