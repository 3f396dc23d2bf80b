import Bytes
import Glibc
import TestSupport
import Testing
import Tokenizers

@Suite("Digests of large files are remembered")
struct DigestCacheTests {
  let folder: TemporaryFolder
  let weights: String
  let cache: DigestCache

  private static let size = 32 << 20

  init() throws {
    folder = try TemporaryFolder()
    weights = folder.file("weights")
    cache = DigestCache(folder: folder.file("deep/cache"))
    try Self.write(1, to: weights)
  }

  /// Writes a file large enough to be remembered, and waits until a change to it would show.
  private static func write(_ byte: UInt8, to path: String, size: Int = size) throws {
    try AtomicFile.write(Array(repeating: byte, count: size), to: path)
    usleep(150_000)
  }

  private var kept: [String] { (try? Folder.names(in: folder.file("deep/cache"))) ?? [] }

  private func truth(_ path: String) throws -> SHA256Digest {
    SHA256Digest(of: try MappedFile(path: path))
  }

  @Test("once computed, a digest is taken from the cache")
  func remembered() throws {
    let digest = try cache.digest(ofFile: weights)
    #expect(try digest == truth(weights))
    #expect(kept.count == 1)
    // What the cache says is believed: nothing else would show that the file was not read again.
    let lie = SHA256Digest(of: [1, 2, 3])
    _ = try folder.write(Array(lie.description.utf8), to: "deep/cache/" + kept[0])
    #expect(try cache.digest(ofFile: weights) == lie)
    #expect(try DigestCache(folder: folder.file("deep/cache")).digest(ofFile: weights) == lie)
  }

  @Test("a file that was replaced or changed is read again")
  func replaced() throws {
    let before = try cache.digest(ofFile: weights)
    try Self.write(2, to: weights)
    let replaced = try cache.digest(ofFile: weights)
    #expect(try replaced == truth(weights) && replaced != before)
    let descriptor = open(weights, O_WRONLY)
    #expect(pwrite(descriptor, "x", 1, 1000) == 1)
    close(descriptor)
    usleep(150_000)
    let changed = try cache.digest(ofFile: weights)
    #expect(try changed == truth(weights) && changed != replaced)
    #expect(kept.count == 3)
  }

  @Test("a file that was only just written is not remembered")
  func unsettled() throws {
    let fresh = folder.file("fresh")
    try AtomicFile.write(Array(repeating: 3, count: Self.size), to: fresh)
    var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
    utimensat(AT_FDCWD, fresh, &times, 0)
    let start = ContinuousClock.now
    let digest = try cache.digest(ofFile: fresh)
    #expect(try digest == truth(fresh))
    if ContinuousClock.now - start < .milliseconds(90) { #expect(kept.isEmpty) }
  }

  @Test("small files are read every time, missing ones are an error")
  func others() throws {
    let small = try folder.write([1, 2, 3], to: "small")
    #expect(try cache.digest(ofFile: small) == truth(small))
    #expect(kept.isEmpty)
    #expect(throws: FileError.self) { try cache.digest(ofFile: folder.file("missing")) }
  }

  @Test("a cache that cannot be written or holds rubbish does no harm")
  func harmless() throws {
    let unwritable = DigestCache(folder: weights + "/cache")
    #expect(try unwritable.digest(ofFile: weights) == truth(weights))
    #expect(try DigestCache(folder: "/proc/none").digest(ofFile: weights) == truth(weights))
    let digest = try cache.digest(ofFile: weights)
    for rubbish in ["", "0123", String(repeating: "g", count: 64)] {
      _ = try folder.write(Array(rubbish.utf8), to: "deep/cache/" + kept[0])
      #expect(try cache.digest(ofFile: weights) == digest)
    }
  }
}
