import Glibc

/// The system's own words for the error that the calling thread met last.
package func lastSystemFailure() -> String {
  systemFailure(errno)
}

/// The system's own words for an error number.
func systemFailure(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}
