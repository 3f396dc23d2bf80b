import Glibc

/// What is said beside a command's output.
enum Terminal {
  /// Whether standard error is a terminal, so that someone is watching.
  static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

  /// Prints one line to standard error, under the program's name.
  static func complain(_ line: String) {
    write("tessera: " + line + "\n")
  }

  /// Writes text to standard error as it is.
  static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
