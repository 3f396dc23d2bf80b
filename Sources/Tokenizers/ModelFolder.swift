public import Bytes
import FoundationEssentials

/// A model on disk: a folder with `config.json` and `model.safetensors`, as Hugging Face lays it
/// out, and perhaps a `README.md` that is its card.
public struct ModelFolder: Sendable, Equatable {
  /// The folder.
  public let path: String
  /// Which family the configuration names.
  public let family: ModelFamily

  /// The name a model is known by: its folder's.
  public var name: String { Folder.name(of: path) }
  /// Where the configuration is.
  package var configurationPath: String { path + "/config.json" }
  /// Where the weights are.
  package var weightsPath: String { path + "/model.safetensors" }
  /// Where the model card is.
  package var cardPath: String { path + "/README.md" }

  /// Opens a folder and reads which family it is of; no weights are read.
  ///
  /// - Throws: `ModelError`.
  public init(path: String) throws {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    for name in ["config.json", "model.safetensors"]
    where Folder.kind(of: self.path + "/" + name) != .file {
      throw ModelError.notAModel(path: path, missing: name)
    }
    let header: FamilyHeader = try Self.configuration(at: self.path + "/config.json")
    guard let family = ModelFamily(rawValue: header.modelType) else {
      throw ModelError.unknownFamily(
        path: self.path + "/config.json", family: header.modelType,
        known: ModelFamily.allCases.map(\.rawValue))
    }
    self.family = family
  }

  /// The model card's text, or nil when the folder has none.
  public func card() -> String? {
    (try? MappedFile(path: cardPath)).map { String(decoding: $0.allBytes(), as: UTF8.self) }
  }

  /// The digest of the weights.
  ///
  /// - Throws: `FileError`.
  public func weightsDigest() throws -> SHA256Digest {
    SHA256Digest(of: try MappedFile(path: weightsPath))
  }

  /// Reads `config.json` as `Configuration`.
  ///
  /// - Throws: `ModelError.badConfiguration`.
  package func configuration<Configuration: Decodable>() throws -> Configuration {
    try Self.configuration(at: configurationPath)
  }

  private static func configuration<Configuration: Decodable>(
    at path: String
  ) throws -> Configuration {
    let json = Data(try MappedFile(path: path).allBytes())
    do {
      return try JSONDecoder().decode(Configuration.self, from: json)
    } catch DecodingError.keyNotFound(let key, _) {
      throw ModelError.badConfiguration(path: path, reason: "has no key \(key.stringValue)")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context)
    {
      let key = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw ModelError.badConfiguration(path: path, reason: "\(key) has a value of the wrong type")
    } catch {
      throw ModelError.badConfiguration(path: path, reason: "is not the JSON object of a model")
    }
  }
}

private struct FamilyHeader: Decodable {
  let modelType: String

  private enum CodingKeys: String, CodingKey {
    case modelType = "model_type"
  }
}
