package import Bytes
import FoundationEssentials
public import TokenStreams

/// The file of a pair vocabulary: one JSON object, specified in PairEncoding.md.
public enum PairVocabularyFile {
  /// Reads a vocabulary and checks every merge.
  ///
  /// - Throws: `FileError` or `PairVocabularyFileError`.
  public static func read(_ path: String) throws -> PairVocabulary {
    try readWithDigest(path).vocabulary
  }

  /// Reads a vocabulary, and says which file it was.
  ///
  /// - Throws: as ``read(_:)`` does.
  package static func readWithDigest(
    _ path: String
  ) throws -> (vocabulary: PairVocabulary, digest: SHA256Digest) {
    let bytes = try MappedFile(path: path).allBytes()
    return (try vocabulary(of: Data(bytes), path: path), SHA256Digest(of: bytes))
  }

  private static func vocabulary(of bytes: Data, path: String) throws -> PairVocabulary {
    guard let preamble = try? JSONDecoder().decode(VocabularyPreamble.self, from: bytes),
      preamble.format == VocabularyDocument.formatName
    else { throw PairVocabularyFileError.notAVocabulary(path: path) }
    guard preamble.version == VocabularyDocument.currentVersion else {
      throw PairVocabularyFileError.unsupportedVersion(
        path: path, found: preamble.version, supported: VocabularyDocument.currentVersion)
    }
    do {
      return try JSONDecoder().decode(VocabularyDocument.self, from: bytes).vocabulary()
    } catch let error as DecodingError {
      throw PairVocabularyFileError.damaged(path: path, reason: error.shortReason)
    } catch {
      // The rest says what whoever made the merges should do.
      let fault = "\(error)".split(separator: "; ", maxSplits: 1).first.map(String.init)
      throw PairVocabularyFileError.damaged(path: path, reason: fault ?? "\(error)")
    }
  }

  /// Writes a vocabulary; the file appears whole or not at all.
  ///
  /// - Throws: `FileError`.
  public static func write(_ vocabulary: PairVocabulary, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let document = try encoder.encode(VocabularyDocument(vocabulary))
    try AtomicFile.write(Array(document) + [UInt8(ascii: "\n")], to: path)
  }
}

/// Why a file is no vocabulary that can be used.
public enum PairVocabularyFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is something else.
  case notAVocabulary(path: String)
  /// The file is of a later format.
  case unsupportedVersion(path: String, found: Int, supported: Int)
  /// The file contradicts itself.
  case damaged(path: String, reason: String)
  /// The codes are another tokenizer's than those that the vocabulary was learned from.
  case otherTokenizer(path: String, found: String, needed: String)

  /// Which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .notAVocabulary(let path):
      "\(path): is no pair vocabulary; give a file that 'tessera bpe train' wrote"
    case .unsupportedVersion(let path, let found, let supported):
      "\(path): is of format version \(found), this program reads \(supported); update tessera"
    case .damaged(let path, let reason):
      "\(path): \(reason); train it again or get the file again"
    case .otherTokenizer(let path, let found, let needed):
      "\(path): was learned from codes of \(needed), these are codes of \(found); "
        + "train a vocabulary on codes of this tokenizer"
    }
  }
}

extension PairVocabulary {
  /// Refuses codes that are not of the tokenizer whose codes were learned from; where either does not
  /// say, nothing is refused.
  ///
  /// - Throws: `PairVocabularyFileError.otherTokenizer`, which names `path`.
  public func check(_ tokenizer: TokenizerDescription?, path: String)
    throws(PairVocabularyFileError)
  {
    guard let needed = training.tokenizer, let found = tokenizer,
      needed.id != found.id || needed.weights != found.weights
        || needed.pairing != found.pairing
    else { return }
    throw .otherTokenizer(
      path: path, found: Self.name(of: found), needed: Self.name(of: needed))
  }

  private static func name(of tokenizer: TokenizerDescription) -> String {
    let name = "\(tokenizer.id) (\(tokenizer.weights))"
    return tokenizer.pairing.map { "\(name) merged by the vocabulary \($0.vocabularyFile)" } ?? name
  }
}
