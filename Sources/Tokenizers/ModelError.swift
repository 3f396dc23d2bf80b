/// Why a model folder cannot be used.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The folder or one of its files is missing.
  case notAModel(path: String, missing: String)
  /// `config.json` is no JSON, or lacks a key, or asks for the impossible.
  case badConfiguration(path: String, reason: String)
  /// The family is of another build, or not of this program.
  case unknownFamily(path: String, family: String, known: [String])
  /// No model of this name is installed.
  case unknownModel(name: String, available: [String])
  /// The model is known, its weights are not here.
  case weightsNotHere(name: String, publishedAs: [String])
  /// The model handles another kind of media.
  case wrongMedia(model: String, handles: String, asked: String)
  /// The model cannot take pictures in this way.
  case unsupportedFitting(model: String, asked: String, supported: [String])
  /// The weights are not those that made the codes.
  case wrongWeights(model: String, found: String, needed: String)

  /// One line: which model, what is wrong, what to do.
  public var description: String {
    switch self {
    case .notAModel(let path, let missing):
      "\(path): is no model folder: \(missing) is missing; give a folder with config.json and model.safetensors"
    case .badConfiguration(let path, let reason):
      "\(path): \(reason); take the config.json that was made with the weights"
    case .unknownFamily(let path, let family, let known):
      family.isEmpty
        ? "\(path): has no model_type and is no published configuration; this build knows \(known.joined(separator: ", "))"
        : "\(path): unknown model_type '\(family)'; this build knows \(known.joined(separator: ", "))"
    case .unknownModel(let name, let available):
      "\(name): no such model; give a folder, or one of \(available.isEmpty ? "none (no models are installed)" : available.joined(separator: ", "))"
    case .weightsNotHere(let name, let publishedAs):
      "\(name): its weights are not here; fetch \(publishedAs.joined(separator: " or ")) into a folder named \(name) below one of TESSERA_MODELS, or give the folder's path"
    case .wrongMedia(let model, let handles, let asked):
      "\(model) handles \(handles), not \(asked); choose another --model"
    case .unsupportedFitting(let model, let asked, let supported):
      "\(model) cannot take pictures by '\(asked)'; it supports \(supported.joined(separator: " and "))"
    case .wrongWeights(let model, let found, let needed):
      "\(model): its weights are \(found.prefix(12))…, the file was encoded with \(needed.prefix(12))…; give the model that made the file with --model"
    }
  }
}
