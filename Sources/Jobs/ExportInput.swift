import Exports
import TokenStreams

/// Token files to export, and the name that their tokens go by in a shared vocabulary.
public struct ExportInput: Hashable, Sendable {
  /// Files, and folders that are searched all the way down.
  public let paths: [String]
  /// The modality's name, such as `image`; nil for one modality a tokenizer, named after it.
  public let modality: String?

  /// Names files.
  public init(_ paths: [String], modality: String? = nil) {
    self.paths = paths
    self.modality = modality
  }
}

/// The items of one tokenizer that become one modality.
struct ExportModality {
  /// The modality's name in the vocabulary plan.
  let name: String
  /// Where the items are.
  let files: TokenFiles
  /// What made their codes.
  let tokenizer: TokenizerDescription

  /// Opens files and names what is in them: first what has names, in the order of the inputs.
  ///
  /// - Throws: as `TokenFiles` does; `ExportJobError.modality` for a modality of several tokenizers.
  static func opened(_ inputs: [ExportInput]) throws -> [ExportModality] {
    var modalities = try inputs.compactMap { input in
      try input.modality.map { try named($0, TokenFiles(input.paths)) }
    }
    for input in inputs where input.modality == nil {
      let files = try TokenFiles(input.paths)
      for tokenizer in files.tokenizers {
        let name = freeName(for: tokenizer, taken: Set(modalities.map(\.name)))
        modalities.append(ExportModality(name: name, files: files, tokenizer: tokenizer))
      }
    }
    return modalities
  }

  private static func named(_ name: String, _ files: TokenFiles) throws -> ExportModality {
    do {
      return ExportModality(name: name, files: files, tokenizer: try files.onlyTokenizer())
    } catch {
      throw ExportJobError.modality(name, reason: "\(error)")
    }
  }

  /// A tokenizer's name as a vocabulary plan takes it, with a number where another has it.
  private static func freeName(for tokenizer: TokenizerDescription, taken: Set<String>) -> String {
    let plain = tokenizer.id.replacing(".", with: "-")
    let base = plain.isEmpty || plain == "reserved" ? tokenizer.media.rawValue : plain
    var (name, number) = (base, 2)
    while taken.contains(name) {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }
}
