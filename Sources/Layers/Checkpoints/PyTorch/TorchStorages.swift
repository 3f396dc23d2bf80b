import Bytes

/// Where the bytes of an archive's storages lie.
protocol TorchStorages {
  /// The bytes of a storage in the file, at least as many as its elements need.
  ///
  /// - Throws: `ArchiveFailure` or `TruncatedBytes` when there are fewer, or none.
  func bytes(of storage: PickledStorage) throws -> Range<Int>
}

extension PickledStorage {
  /// The bytes that the elements need.
  ///
  /// - Throws: `ArchiveFailure.malformed` for more than can be counted.
  func byteCount() throws -> Int {
    let (product, overflow) = count.multipliedReportingOverflow(by: elementType.byteCount)
    guard !overflow else {
      throw ArchiveFailure.malformed("storage \(key) claims \(count) elements")
    }
    return product
  }
}
