/// The end of a file's name, after its last point, that says what it holds.
enum FileExtension {
  /// The extension of a path's last component, or nil when it has none.
  static func of(_ path: String) -> String? {
    point(in: path).map { String(path[path.index(after: $0)...]) }
  }

  /// The path with another extension, or with its first one.
  static func replaced(in path: String, by fileExtension: String) -> String {
    (point(in: path).map { String(path[..<$0]) } ?? path) + "." + fileExtension
  }

  /// Where the last point of the last component is; one that it begins with hides a file and starts
  /// no extension.
  private static func point(in path: String) -> String.Index? {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let point = path[start...].lastIndex(of: "."), point != start else { return nil }
    return point
  }
}
