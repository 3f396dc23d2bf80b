import Glibc

/// Listing and making folders.
package enum Folder {
  /// What stands at a path.
  package enum Kind: Equatable, Sendable {
    case file
    case folder
    case missing
  }

  /// What stands at `path`, links followed; devices and pipes count as files.
  package static func kind(of path: String) -> Kind {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// The names directly inside a folder, sorted by their bytes; `.` and `..` left out.
  ///
  /// - Throws: `FileError.unreadable`.
  package static func names(in path: String) throws(FileError) -> [String] {
    guard let stream = unsafe opendir(path) else {
      throw FileError.unreadable(path: path, reason: lastSystemFailure())
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { text in
          unsafe String(cString: text)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Every regular file below a folder, as full paths in a fixed order; hidden names are left out.
  ///
  /// - Throws: `FileError.unreadable` for a folder that cannot be listed.
  package static func files(below path: String) throws(FileError) -> [String] {
    var found: [String] = []
    for name in try names(in: path) where !name.hasPrefix(".") {
      let child = path.hasSuffix("/") ? path + name : path + "/" + name
      switch kind(of: child) {
      case .folder: found += try files(below: child)
      case .file: found.append(child)
      case .missing: continue
      }
    }
    return found
  }

  /// Makes a folder and every folder above it that is missing.
  ///
  /// - Throws: `FileError.unwritable`.
  package static func make(_ path: String) throws(FileError) {
    if kind(of: path) == .folder { return }
    let parent = Self.parent(of: path)
    if parent != path, kind(of: parent) != .folder { try make(parent) }
    guard unsafe mkdir(path, 0o777) == 0 || kind(of: path) == .folder else {
      throw FileError.unwritable(path: path, reason: lastSystemFailure())
    }
  }

  /// The folder that holds `path`: everything before its last component.
  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last component of `path`.
  package static func name(of path: String) -> String {
    let trimmed = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return trimmed }
    return String(trimmed[trimmed.index(after: slash)...])
  }
}
