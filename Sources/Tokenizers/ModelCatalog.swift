import Bytes

/// The models that can be named without a path: every model folder directly below some roots.
public struct ModelCatalog: Sendable {
  /// The folders that are searched, the first one first.
  public let roots: [String]

  /// Searches these folders.
  public init(roots: [String]) {
    self.roots = roots
  }

  /// The models found, sorted by name; folders that are no models are passed over.
  public func models() -> [ModelFolder] {
    let found = roots.flatMap { root -> [ModelFolder] in
      let names = (try? Folder.names(in: root)) ?? []
      return names.compactMap { try? ModelFolder(path: root + "/" + $0) }
    }
    var seen = Set<String>()
    return found.filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
  }

  /// A model by its name, or by the path of its folder.
  ///
  /// - Throws: `ModelError`.
  public func model(named name: String) throws -> ModelFolder {
    for root in roots where !name.contains("/") {
      let path = root + "/" + name
      if Folder.kind(of: path) == .folder { return try ModelFolder(path: path) }
    }
    guard Folder.kind(of: name) == .folder else {
      throw ModelError.unknownModel(name: name, available: models().map(\.name))
    }
    return try ModelFolder(path: name)
  }

  /// The folders named `Assets/models` or `share/tessera/models` beside or above an executable.
  public static func roots(besideExecutable path: String) -> [String] {
    var found: [String] = []
    var folder = Folder.parent(of: path)
    while true {
      found += ["Assets/models", "share/tessera/models"]
        .map { folder == "/" ? "/" + $0 : folder + "/" + $0 }
        .filter { Folder.kind(of: $0) == .folder }
      let parent = Folder.parent(of: folder)
      if parent == folder || folder == "." { return found }
      folder = parent
    }
  }
}
