/// Why a corpus of tokens cannot be put together.
public enum CorpusError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A token is not below the size of its vocabulary.
  case tokenOutOfRange(name: String, position: Int, token: UInt32, vocabularySize: Int)
  /// A vocabulary has no token, or more than 32 bits can number.
  case impossibleVocabulary(size: Int)
  /// There are more or fewer names or classes than sequences.
  case wrongCount(of: String, found: Int, needed: Int)
  /// A class has a negative number.
  case negativeClass(name: String, classID: Int)
  /// No class is known for an item.
  case missingClass(name: String, reason: String)
  /// A file of classes is not what is asked for.
  case unusableClasses(path: String, reason: String)
  /// Items of several tokenizers where one is needed.
  case severalTokenizers([String])
  /// Nothing to export.
  case nothingToDo([String])
  /// Corpora that do not share one plan were to be joined.
  case differentPlans

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .tokenOutOfRange(let name, let position, let token, let vocabularySize):
      "\(name): token \(token) at position \(position) is outside the vocabulary "
        + "0..<\(vocabularySize); give the vocabulary that the tokens were made with"
    case .impossibleVocabulary(let size):
      "a vocabulary of \(size) tokens cannot be; it has 1 to 2^32 tokens"
    case .wrongCount(let what, let found, let needed):
      "\(found) \(what) for \(needed) sequences; give one for each"
    case .negativeClass(let name, let classID):
      "\(name): \(classID) is no class; classes are counted from 0"
    case .missingClass(let name, let reason):
      "\(name): has no class: \(reason)"
    case .unusableClasses(let path, let reason):
      "\(path): \(reason); give a JSON object from item names to class numbers"
    case .severalTokenizers(let ids):
      "codes of several tokenizers (\(ids.joined(separator: ", "))) share no vocabulary; "
        + "choose one, or give each a place in a vocabulary plan"
    case .nothingToDo(let paths):
      "\(paths.joined(separator: ", ")): no token file holds an item; give files or folders that "
        + "'tessera encode' wrote"
    case .differentPlans:
      "corpora of different vocabularies cannot be joined; give each a place in one plan first"
    }
  }
}
