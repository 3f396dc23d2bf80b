import Bytes

/// The models that can be named without a path: every model folder directly below some roots.
public struct ModelCatalog: Sendable {
  /// The folders that are searched, the first one first.
  public let roots: [String]
  /// What is known of published models that come without a configuration.
  public let configurations: PublishedConfigurations
  private let digests: DigestCache?

  /// Searches these folders.
  ///
  /// - Parameters:
  ///   - roots: folders of model folders.
  ///   - configurations: what is known of published models that come without a configuration.
  ///   - digests: remembers digests of large weights.
  public init(
    roots: [String], configurations: PublishedConfigurations = .none, digests: DigestCache? = nil
  ) {
    self.roots = roots
    self.configurations = configurations
    self.digests = digests
  }

  private func folder(_ path: String) throws -> ModelFolder {
    try ModelFolder(path: path, configurations: configurations, digests: digests)
  }

  /// The models found, sorted by name: folders, and files of published weights; others are passed
  /// over.
  public func models() -> [ModelFolder] {
    let found = roots.flatMap { root -> [ModelFolder] in
      let names = (try? Folder.names(in: root)) ?? []
      return names.compactMap { name in
        let path = root + "/" + name
        let isKnown =
          Folder.kind(of: path) == .folder || configurations.entry(alsoNamed: name) != nil
        return isKnown ? try? folder(path) : nil
      }
    }
    var seen = Set<String>()
    return found.filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
  }

  /// A model by its name, or by the path of its folder or of its weights; a published one by its
  /// short name or its repository's, whichever of them its folder or file is called by.
  ///
  /// - Throws: `ModelError`.
  public func model(named name: String) throws -> ModelFolder {
    for root in roots where !name.contains("/") {
      let path = root + "/" + name
      if Folder.kind(of: path) == .folder { return try folder(path) }
    }
    if Folder.kind(of: name) != .missing { return try folder(name) }
    if let published = configurations.entry(alsoNamed: name) {
      for root in roots {
        for path in configurations.places(of: published).map({ root + "/" + $0 })
        where Folder.kind(of: path) != .missing {
          return try folder(path)
        }
      }
      throw ModelError.weightsNotHere(name: published.id, publishedAs: published.publishedAs)
    }
    throw ModelError.unknownModel(name: name, available: models().map(\.name))
  }

  /// The folders named `Assets/configurations` or `share/tessera/configurations` beside or above an
  /// executable.
  public static func configurationFolders(besideExecutable path: String) -> [String] {
    roots(besideExecutable: path).map { $0.dropLast("models".count) + "configurations" }
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
