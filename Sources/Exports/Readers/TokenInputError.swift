/// Why tokens cannot be read.
public enum TokenInputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's content is of no format that holds tokens.
  case notTokens(path: String)
  /// The file contradicts itself or its format.
  case malformed(path: String, reason: String)
  /// A line is not what is asked for; lines are counted from 1.
  case malformedLine(path: String, line: Int, reason: String)
  /// The file is well-formed and holds something else than tokens.
  case unsupported(path: String, reason: String)
  /// A number is not a token; `place` says where it stands.
  case unusableToken(path: String, place: String, value: String, vocabularySize: Int)
  /// A grid was asked for where there is none.
  case noGrid(name: String)
  /// No sequence anywhere.
  case nothingToDo([String])

  /// Which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .notTokens(let path):
      "\(path): holds no tokens; give .tess, .npy, .npz or .jsonl files"
    case .malformed(let path, let reason):
      "\(path): \(reason); write the file again"
    case .malformedLine(let path, let line, let reason):
      "\(path): line \(line): \(reason); a line is an array of tokens or an object with the key "
        + "\"tokens\""
    case .unsupported(let path, let reason):
      "\(path): \(reason); give integers in one, two or three dimensions"
    case .unusableToken(let path, let place, let value, let vocabularySize):
      "\(path): \(place): \(value) is no token of the vocabulary 0..<\(vocabularySize); "
        + "correct the file, or give the vocabulary it was made with"
    case .noGrid(let name):
      "\(name): is no grid; give arrays of three dimensions, lines of rows, or token files of "
        + "grids"
    case .nothingToDo(let arguments):
      "\(arguments.joined(separator: ", ")): holds no sequence of tokens; give .tess, .npy, .npz "
        + "or .jsonl files"
    }
  }
}
