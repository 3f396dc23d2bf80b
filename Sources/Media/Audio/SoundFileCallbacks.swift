import CSndfile

// What both kinds of file in memory need to answer libsndfile.

/// The object whose unretained pointer libsndfile hands back, or nil for a null pointer.
func unretained<Object: AnyObject>(_ pointer: UnsafeMutableRawPointer?) -> Object? {
  pointer.map { Unmanaged<Object>.fromOpaque($0).takeUnretainedValue() }
}

/// Where a seek in a file of `count` bytes leads, or nil when that is before its start.
func seekTarget(_ offset: sf_count_t, whence: Int32, position: Int, count: Int) -> Int? {
  let base =
    switch Int(whence) {
    case SF_SEEK_CUR: position
    case SF_SEEK_END: count
    default: 0
    }
  let (target, overflow) = base.addingReportingOverflow(Int(offset))
  return overflow || target < 0 ? nil : target
}
