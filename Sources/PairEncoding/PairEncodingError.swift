/// Why pairs cannot be learned, or codes cannot be encoded or decoded, sorted by what is to blame.
public enum PairEncodingError: Error, Equatable, Sendable, CustomStringConvertible {
  // Tables of merges.

  /// An alphabet has no codes or more than are allowed.
  case impossibleAlphabet(size: Int, limit: Int)
  /// A merge joins a token that no earlier merge makes.
  case unknownToken(merge: Int, token: UInt32, known: Int)
  /// A merge gives its result another number than its turn.
  case misnumberedResult(merge: Int, result: UInt32, expected: UInt32)
  /// All tokens spelled out are longer than is allowed.
  case expansionsTooLong(merge: Int, limit: Int)
  /// A base code or an unknown token is called a scaffold.
  case impossibleScaffold(token: UInt32, alphabetSize: Int, tokenCount: Int)

  // Training.

  /// An option has a value that means nothing.
  case impossibleOption(name: String, value: String, allowed: String)
  /// There is not one code to learn from.
  case emptyCorpus
  /// There are more codes than can be numbered.
  case corpusTooLarge(codes: Int, limit: Int)
  /// There are not as many weights as sequences.
  case wrongWeightCount(found: Int, sequences: Int)
  /// A weight is below 1, or all together are too much to count in 64 bits.
  case impossibleWeight(sequence: Int, weight: Int)
  /// A training is to go on from merges over another alphabet.
  case otherAlphabet(found: Int, needed: Int)
  /// The system does not give the memory that is needed.
  case outOfMemory(bytes: Int)

  // Encoding and decoding.

  /// A code is not in the alphabet.
  case unknownCode(sequence: Int, position: Int, code: UInt32, alphabetSize: Int)
  /// A sequence has more codes than places in it can be numbered.
  case sequenceTooLong(sequence: Int, length: Int, limit: Int)
  /// A token is not in the table.
  case unknownTokenToDecode(sequence: Int, position: Int, token: UInt32, tokenCount: Int)
  /// Tokens stand for more codes than are allowed.
  case decodedTooLong(sequence: Int, limit: Int)

  /// One line: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .impossibleAlphabet(let size, let limit):
      "an alphabet of \(size) codes; give 1 to \(limit)"
    case .unknownToken(let merge, let token, let known):
      "merge \(merge) joins token \(token), but only 0..<\(known) exist before it; "
        + "the table is damaged or its merges are out of order"
    case .misnumberedResult(let merge, let result, let expected):
      "merge \(merge) makes token \(result) where \(expected) is next; "
        + "the table is damaged or its merges are out of order"
    case .expansionsTooLong(let merge, let limit):
      "the tokens up to merge \(merge) spell out more than \(limit) codes; "
        + "give fewer merges or shorter tokens"
    case .impossibleScaffold(let token, let alphabetSize, let tokenCount):
      "token \(token) cannot be a scaffold; only merged tokens, \(alphabetSize)..<\(tokenCount), can"
    case .impossibleOption(let name, let value, let allowed):
      "\(name) is \(value); it must be \(allowed)"
    case .emptyCorpus:
      "there is not one code to learn pairs from; give sequences that are not empty"
    case .corpusTooLarge(let codes, let limit):
      "\(codes) codes are more than the \(limit) that can be learned from at once; give a sample"
    case .wrongWeightCount(let found, let sequences):
      "\(found) weights for \(sequences) sequences; give one for each"
    case .impossibleWeight(let sequence, let weight):
      "sequence \(sequence) has weight \(weight); weights are at least 1 and their sum over all "
        + "codes is below 2^62"
    case .otherAlphabet(let found, let needed):
      "the merges to go on from are over \(found) codes, the training is over \(needed); "
        + "give a table over the same alphabet"
    case .outOfMemory(let bytes):
      "the system does not give \(bytes) bytes of memory; give fewer codes, a sample for example"
    case .unknownCode(let sequence, let position, let code, let alphabetSize):
      "sequence \(sequence), position \(position): code \(code) is outside the alphabet "
        + "0..<\(alphabetSize); these codes are another tokenizer's"
    case .sequenceTooLong(let sequence, let length, let limit):
      "sequence \(sequence) has \(length) codes, more than the \(limit) that one may have; "
        + "cut it into several"
    case .unknownTokenToDecode(let sequence, let position, let token, let tokenCount):
      "sequence \(sequence), position \(position): token \(token) is outside 0..<\(tokenCount); "
        + "these tokens were made with another table"
    case .decodedTooLong(let sequence, let limit):
      "the tokens up to sequence \(sequence) stand for more than \(limit) codes; give shorter sequences"
    }
  }
}
