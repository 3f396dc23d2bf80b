import Bytes
import FoundationEssentials

/// What an export wrote.
public struct ExportSummary: Hashable, Sendable, Codable {
  /// The format.
  public let format: ExportFormat
  /// Every file or folder that was written, the description left out.
  public let files: [String]
  /// How tokens are stored, nil for text.
  public let elementType: TokenElementType?
  /// How many different tokens there can be.
  public let vocabularySize: Int
  /// How many items were written, one sequence (or one set of rows) each.
  public let sequences: Int
  /// How many tokens were written.
  public let tokens: Int
  /// How many tokens every row has, nil where that differs.
  public let sequenceLength: Int?
  /// How many rows every item has, nil where that differs.
  public let rows: Int?
  /// What is known of the tokens.
  public let corpus: CorpusDescription

  /// Where the description of an export to `path` is written; nil where `path` is a device or a pipe
  /// and nothing can stand beside it.
  public static func descriptionPath(for path: String) -> String? {
    Destination.isStream(path) ? nil : path + ".meta.json"
  }

  /// The description as JSON, keys in byte order, paths relative to the folder it stands in.
  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var relative = self
    relative = ExportSummary(
      format: format, files: files.map(Folder.name), elementType: elementType,
      vocabularySize: vocabularySize, sequences: sequences, tokens: tokens,
      sequenceLength: sequenceLength, rows: rows, corpus: corpus)
    return try Array(encoder.encode(relative)) + [UInt8(ascii: "\n")]
  }
}
