import ArgumentParser
import Glibc
import Tessera

/// Which model is used, and where models are looked for.
struct ModelOptions: ParsableArguments {
  @Option(help: "A model's name or folder (default: the shipped one for each kind of media).")
  var model: String?

  /// The models at hand: folders in the TESSERA_MODELS variable, then those shipped.
  static var catalog: ModelCatalog {
    var roots: [String] = []
    if let variable = unsafe getenv("TESSERA_MODELS") {
      roots = unsafe String(cString: variable).split(separator: ":").map(String.init)
    }
    return ModelCatalog(
      roots: roots + ModelCatalog.roots(besideExecutable: executablePath),
      configurations: configurations, digests: DigestCache(folder: cacheFolder + "/digests"))
  }

  /// The configurations of published models.
  static var configurations: PublishedConfigurations {
    PublishedConfigurations(
      folders: ModelCatalog.configurationFolders(besideExecutable: executablePath))
  }

  /// Where what can be computed again is kept (XDG Base Directory Specification).
  private static var cacheFolder: String {
    func variable(_ name: String) -> String? {
      unsafe getenv(name).map { unsafe String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    return (variable("XDG_CACHE_HOME") ?? (variable("HOME") ?? "/tmp") + "/.cache") + "/tessera"
  }

  /// The sample media beside the shipped models, or nil where there are none.
  static var samplesFolder: String? {
    ModelCatalog.roots(besideExecutable: executablePath)
      .compactMap { root in
        root.hasSuffix("Assets/models") ? root.dropLast("models".count) + "samples" : nil
      }
      .first
  }

  private static var executablePath: String {
    let path = unsafe realpath("/proc/self/exe", nil)
    defer { unsafe free(path) }
    guard let path = unsafe path else { return CommandLine.arguments[0] }
    return unsafe String(cString: path)
  }

  /// The choice of models.
  ///
  /// - Parameter images: how image models are opened.
  /// - Returns: the model that was named, or the default for each kind of media.
  /// - Throws: `ModelError` when a named model does not exist.
  func selection(images: ImageModelOptions = ImageModelOptions()) throws -> ModelSelection {
    try ModelSelection(catalog: Self.catalog, name: model, imageOptions: images)
  }
}
