import Bytes
import TestSupport

/// The imports that the sources make.
enum SourceImports {
  /// What each room imports, toolchain modules left out.
  static func edges(among names: Set<String>) throws -> [String: Set<String>] {
    let rooms = Set(try Folder.names(in: ProjectFiles.path("Sources")))
    var edges: [String: Set<String>] = [:]
    for path in try swiftFiles() {
      let room = path.dropFirst(ProjectFiles.path("Sources/").count).prefix { $0 != "/" }
      let imported = imports(in: try text(of: path)).filter { name in
        rooms.contains(name) || names.contains(name) || !toolchain.contains(name)
      }
      edges[String(room), default: []].formUnion(imported)
    }
    return edges
  }

  /// Modules that come with the toolchain.
  private static let toolchain: Set<String> = [
    "Dispatch", "FoundationEssentials", "Glibc", "Synchronization",
  ]

  static func swiftFiles() throws -> [String] {
    try Folder.files(below: ProjectFiles.path("Sources")).filter { $0.hasSuffix(".swift") }
  }

  static func text(of path: String) throws -> String {
    String(decoding: try MappedFile(path: path).allBytes(), as: UTF8.self)
  }

  private static func imports(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      var words = line.split(separator: " ").map(String.init)
      words.removeAll { ["@_exported", "public", "package", "internal"].contains($0) }
      return words.count == 2 && words[0] == "import" ? words[1] : nil
    }
  }
}
