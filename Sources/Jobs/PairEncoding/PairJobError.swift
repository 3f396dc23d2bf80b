/// Why files of codes and a pair vocabulary do not go together.
public enum PairJobError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A vocabulary of grids is asked for or given, and the inputs are no grids.
  case noGrids
  /// The inputs have not one code to learn from.
  case nothingToLearn(path: String)
  /// Codes are asked for, and the inputs are tokens of pairs that were merged.
  case mergedAlready(path: String)
  /// A code is not in the vocabulary's alphabet.
  case unknownCode(item: String, place: String, code: UInt32, alphabetSize: Int)
  /// The tokens of an item do not become codes.
  case undecodable(item: String, place: String, reason: String)
  /// A training is to go on from a vocabulary of another rule.
  case otherRule(path: String, found: String, asked: String)
  /// The vocabulary's kind knows no such way of encoding.
  case noSuchMode
  /// The output's name says no format that holds tokens.
  case unknownFormat(path: String)
  /// A token file is to be written of inputs that are none.
  case notTokenFiles(path: String)
  /// A token file does not hold how large a grid was.
  case gridTooWide(item: String)
  /// Several sequences an item do not fit a token file.
  case severalSequences(path: String, codes: String)
  /// Tokens of grids do not say how large the grids are.
  case unknownExtents(path: String)
  /// A vocabulary's tokens do not say where their codes were.
  case notReversible(path: String)
  /// A vocabulary of grids is to be written as text, which has one dimension.
  case gridsInText(path: String)
  /// Tokens were made with another vocabulary, or are codes still.
  case otherVocabulary(path: String, reason: String)
  /// An output would replace a file that is read.
  case replacesInput(path: String)
  /// A model is to decode tokens that it did not make.
  case merged(tokenizer: String)
  /// A token has no picture.
  case noPictures(path: String, reason: String)
  /// The codes of a modality do not become what the vocabulary was learned from.
  case otherCodes(path: String, modality: String, reason: String)

  /// Refuses to write where a file is that is read.
  ///
  /// - Throws: `PairJobError.replacesInput`.
  public static func require(_ output: String, apartFrom files: [String]) throws(PairJobError) {
    guard FileIdentity.path(output, leadsToOneOf: files) else { return }
    throw .replacesInput(path: output)
  }

  /// One line: what is wrong, and what to do.
  public var description: String {
    switch self {
    case .noGrids:
      "pairs on grids are asked for and the codes are no grids; give token files of grids, or arrays "
        + "of three dimensions"
    case .nothingToLearn(let path):
      "\(path): holds not one code to learn pairs from; give sequences that are not empty"
    case .mergedAlready(let path):
      "\(path): holds tokens of merged pairs; give the codes, which 'tessera bpe decode' gets back"
    case .unknownCode(let item, let place, let code, let alphabetSize):
      "\(item), \(place): code \(code) is outside the vocabulary's alphabet 0..<\(alphabetSize); "
        + "these codes are another tokenizer's"
    case .undecodable(let item, let place, let reason):
      "\(item), \(place): \(reason); give the vocabulary that its tokens were made with, "
        + "and the size that its grid had"
    case .otherRule(let path, let found, let asked):
      "\(path): was learned by \(found), and not by \(asked); give the options that it was begun with"
    case .noSuchMode:
      "vocabularies of grids are encoded in merge order, by the longest match or with dropout; those "
        + "of flattened grids in merge order only"
    case .unknownFormat(let path):
      "\(path): the suffix says no format of tokens; use .tess, .npz, .npy or .jsonl"
    case .notTokenFiles(let path):
      "\(path): only token files can become a token file, since arrays do not say what they were "
        + "made from; use .npz or .jsonl"
    case .severalSequences(let path, let codes):
      "\(path): codes taken as '\(codes)' are several sequences an item, which a token file does "
        + "not hold; use .npz or .jsonl"
    case .gridTooWide(let item):
      "\(item): a token file of merged pairs holds grids of up to 2^24 rows and columns; use .npz"
    case .unknownExtents(let path):
      "\(path): does not say how large its grids are; give --grid HEIGHTxWIDTH"
    case .notReversible(let path):
      "\(path): the published rule keeps no positions, so codes cannot be got back; train with --grids"
    case .gridsInText(let path):
      "\(path): merges neighbours on grids, and tokenizer.json knows sequences only; "
        + "train without --grids"
    case .otherVocabulary(let path, let reason):
      "\(path): \(reason); give the vocabulary that its tokens were made with"
    case .replacesInput(let path):
      "\(path): is one of the files that are read; choose another output"
    case .merged(let tokenizer):
      "pairs of the codes of \(tokenizer) were merged; get the codes back first, with "
        + "'tessera bpe decode'"
    case .noPictures(let path, let reason):
      "\(path): \(reason); leave out --picture"
    case .otherCodes(let path, let modality, let reason):
      "\(path): \(modality): \(reason)"
    }
  }
}
