public import Bytes
import FoundationEssentials
package import Layers

/// A model on disk: a folder with `config.json` and weights, as Hugging Face lays it out, and
/// perhaps a `README.md` that is its card; or a file of weights beside its `config.json`, or of
/// published weights whose configuration is known.
public struct ModelFolder: Sendable, Equatable {
  /// The folder, or the file of weights.
  public let path: String
  /// The name a model is known by: its folder's, or its short name where it has no configuration of
  /// its own.
  public let name: String
  /// Which family it is of.
  public let family: ModelFamily
  /// Where the configuration is: in the folder, or among the published ones.
  package let configurationPath: String
  /// Where the weights are; for several files, their index.
  package let weightsPath: String
  private let digests: DigestCache?

  /// Opens a folder and reads which family it is of; no weights are read.
  ///
  /// - Parameters:
  ///   - path: a folder, or a file of weights.
  ///   - configurations: what is known of published models that come without a configuration.
  ///   - digests: remembers digests of weights.
  /// - Throws: `ModelError`, `CheckpointError` or `FileError`.
  public init(
    path: String, configurations: PublishedConfigurations = .none, digests: DigestCache? = nil
  ) throws {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.path = path
    self.digests = digests
    (name, configurationPath) = try Self.configuration(of: path, among: configurations)
    let weights = try Self.weights(in: path)
    weightsPath = weights
    let marks: FamilyMarks = try Self.configuration(at: configurationPath)
    let family = try marks.family { try Checkpoint(path: weights).entry($0) != nil }
    guard let family else {
      throw ModelError.unknownFamily(
        path: configurationPath, family: marks.modelType ?? "",
        known: ModelFamily.allCases.map(\.rawValue))
    }
    self.family = family
  }

  /// The name of a model and where its configuration is: in its folder; else told by the name of
  /// the folder or of its file of weights.
  private static func configuration(
    of path: String, among published: PublishedConfigurations
  ) throws -> (name: String, path: String) {
    let isFile = Folder.kind(of: path) == .file
    if isFile, let entry = published.entry(alsoNamed: Folder.name(of: path)) {
      return (entry.id, entry.path)
    }
    let folder = isFile ? Folder.parent(of: path) : path
    let own = folder + "/config.json"
    if Folder.kind(of: own) == .file {
      return (Folder.name(of: folder == "." ? path : folder), own)
    }
    let entry =
      published.entry(alsoNamed: Folder.name(of: folder))
      ?? (try? Checkpoint.weightsPath(at: path))
      .flatMap { published.entry(alsoNamed: Folder.name(of: $0)) }
    guard let entry else { throw ModelError.notAModel(path: path, missing: "config.json") }
    return (entry.id, entry.path)
  }

  private static func weights(in path: String) throws -> String {
    do {
      return try Checkpoint.weightsPath(at: path)
    } catch CheckpointError.noWeights {
      throw ModelError.notAModel(path: path, missing: "model.safetensors")
    }
  }

  /// Whether both are the same place.
  public static func == (one: ModelFolder, other: ModelFolder) -> Bool {
    one.path == other.path && one.configurationPath == other.configurationPath
  }

  /// The model card's text, or nil when the folder has none.
  public func card() -> String? {
    (try? MappedFile(path: path + "/README.md"))
      .map { String(decoding: $0.allBytes(), as: UTF8.self) }
  }

  /// The weights, mapped; no tensor is read yet.
  ///
  /// - Throws: `CheckpointError` or `FileError`.
  package func checkpoint() throws -> Checkpoint {
    try Checkpoint(path: weightsPath)
  }

  /// The digest of the weights: SHA-256 of their file; of several files, of their digests.
  ///
  /// - Throws: `CheckpointError` or `FileError`.
  public func weightsDigest() throws -> SHA256Digest {
    let files = try checkpoint().files
    let parts = try files.map { path in
      try digests?.digest(ofFile: path) ?? SHA256Digest(of: MappedFile(path: path))
    }
    return parts.count == 1
      ? parts[0] : SHA256Digest(of: Array(parts.map(\.description).joined(separator: "\n").utf8))
  }

  /// Reads `config.json` as `Configuration`.
  ///
  /// - Throws: `ModelError.badConfiguration`.
  package func configuration<Configuration: Decodable>() throws -> Configuration {
    try Self.configuration(at: configurationPath)
  }

  static func configuration<Configuration: Decodable>(
    at path: String
  ) throws -> Configuration {
    let json = Data(try MappedFile(path: path).allBytes())
    do {
      return try JSONDecoder().decode(Configuration.self, from: json)
    } catch DecodingError.keyNotFound(let key, _) {
      throw ModelError.badConfiguration(path: path, reason: "has no key \(key.stringValue)")
    } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty,
      DecodingError.valueNotFound(_, let context) where !context.codingPath.isEmpty
    {
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw ModelError.badConfiguration(path: path, reason: "\(key) has a value of the wrong type")
    } catch {
      throw ModelError.badConfiguration(
        path: path,
        reason: "is not the JSON object of a model, or a number in it is too large or not whole")
    }
  }
}
