import Bytes
package import Layers

/// Where the tests find committed data and, when it is there, the larger shared data.
package enum ProjectFiles {
  /// The repository's root folder.
  package static let root: String = {
    var folder = #filePath
    for _ in 0..<3 { folder = Folder.parent(of: folder) }
    return folder
  }()

  /// A path below the root.
  package static func path(_ relative: String) -> String { root + "/" + relative }

  /// The folder of a committed golden case, such as `image-preprocess/png`.
  package static func golden(_ name: String) -> String { path("Tests/Goldens/" + name) }

  /// The tensors of a committed golden case.
  package static func goldenTensors(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile(path: golden(name) + "/io.safetensors")
  }

  /// A path in the shared data beside the repository, or nil where there is none (a bare clone).
  package static func shared(_ relative: String) -> String? {
    let path = Folder.parent(of: root) + "/shared/" + relative
    return Folder.kind(of: path) == .missing ? nil : path
  }
}
