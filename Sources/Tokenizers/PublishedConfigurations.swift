import Bytes
import FoundationEssentials

/// The configurations of published models, by short name, for checkpoints that come without one.
///
/// Each is a JSON file with the published keys and one object of ours, `tessera`: the short name
/// (`id`), where the weights are published, and the names of their files.
public struct PublishedConfigurations: Sendable, Equatable {
  /// One published model.
  public struct Entry: Sendable, Equatable {
    /// The short name, such as `titok-l32`.
    public let id: String
    /// Where it is published, as `owner/name`.
    public let publishedAs: [String]
    /// The names of its weight files.
    package let weightsFiles: [String]
    /// Whether its decoder is given a text; the published keys don't say.
    package let isTextAware: Bool
    /// The file that holds the configuration.
    public let path: String
  }

  /// The models known, sorted by short name.
  public let entries: [Entry]

  /// No configurations.
  public static let none = PublishedConfigurations(entries: [])

  private init(entries: [Entry]) {
    self.entries = entries
  }

  /// Reads the JSON files directly in these folders; files of another kind are passed over.
  public init(folders: [String]) {
    let found = folders.flatMap { folder -> [Entry] in
      let names = (try? Folder.names(in: folder)) ?? []
      return names.filter { $0.hasSuffix(".json") }.compactMap { Entry(path: folder + "/" + $0) }
    }
    var seen = Set<String>()
    entries = found.filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
  }

  /// The model of a short name.
  public func entry(_ id: String) -> Entry? {
    entries.first { $0.id == id }
  }

  /// The model that goes by a name: its short name, that of a file of its weights, or that of a
  /// repository, with or without its owner, which holds no other model.
  func entry(alsoNamed name: String) -> Entry? {
    if let entry = entry(name) { return entry }
    let candidates = entries.filter { entry in
      entry.weightsFiles.contains(name) || entry.publishedAs.contains(name)
        || entry.repositoryNames.contains(name)
    }
    return candidates.count == 1 ? candidates[0] : nil
  }

  /// Where below a folder of models the weights of one may lie, the likeliest place first.
  func places(of entry: Entry) -> [String] {
    let ownRepositories = entry.repositoryNames.filter { self.entry(alsoNamed: $0) == entry }
    let files = entry.weightsFiles
    return [entry.id] + ownRepositories + files
      + entry.repositoryNames.flatMap { repository in files.map { repository + "/" + $0 } }
  }
}

extension PublishedConfigurations.Entry {
  /// The names of the repositories without their owners.
  fileprivate var repositoryNames: [String] {
    publishedAs.compactMap { $0.split(separator: "/").last.map(String.init) }
  }

  private struct File: Decodable {
    let tessera: Description

    struct Description: Decodable {
      let id: String
      let kind: String?
      let publishedAs: [String]
      let pickledFiles: [String]?

      private enum CodingKeys: String, CodingKey {
        case id, kind
        case publishedAs = "published_as"
        case pickledFiles = "pickled_weights_files"
      }
    }
  }

  init?(path: String) {
    guard let file = try? MappedFile(path: path),
      let content = try? JSONDecoder().decode(File.self, from: Data(file.allBytes()))
    else { return nil }
    id = content.tessera.id
    publishedAs = content.tessera.publishedAs
    weightsFiles = content.tessera.pickledFiles ?? []
    isTextAware = content.tessera.kind == ModelFamily.textAwareTiTok.rawValue
    self.path = path
  }
}
