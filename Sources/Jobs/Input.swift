import Bytes
import Glibc
public import TokenStreams

/// One file to work on, and the name it goes by.
public struct Input: Hashable, Sendable {
  /// Where the file is.
  public let path: String
  /// Its name: the path below the folder that was given, or the file's own name.
  public let name: String

  /// Names a file.
  public init(path: String, name: String) {
    self.path = path
    self.name = name
  }

  /// Every file that some arguments mean: files, folders (searched all the way down, hidden files
  /// left out) and patterns with `*`, `?` or `[…]` that the shell did not expand.
  ///
  /// Files of a folder whose content is neither picture nor sound are left out; a file that is
  /// named is always taken, even one that is missing, so that it fails alone when its turn comes.
  /// Order is that of the arguments, names sorted by bytes below each.
  ///
  /// - Throws: `InputError`, or `FileError` for a folder that cannot be read.
  public static func expand(_ arguments: [String]) throws -> [Input] {
    var inputs: [Input] = []
    var seen = Set<String>()
    for argument in arguments {
      for input in try expand(argument) where seen.insert(input.path).inserted {
        inputs.append(input)
      }
    }
    guard !inputs.isEmpty else { throw InputError.nothingToDo(arguments) }
    return inputs
  }

  private static func expand(_ argument: String) throws -> [Input] {
    switch Folder.kind(of: argument) {
    case .file:
      return [Input(path: argument, name: Folder.name(of: argument))]
    case .folder:
      let prefix = argument.hasSuffix("/") ? argument : argument + "/"
      return try Folder.files(below: argument).compactMap { path in
        isForeign(path) ? nil : Input(path: path, name: String(path.dropFirst(prefix.count)))
      }
    case .missing:
      let matches = matches(of: argument)
      guard !matches.isEmpty else {
        return [Input(path: argument, name: Folder.name(of: argument))]
      }
      return try matches.flatMap(expand)
    }
  }

  /// Whether a file's content is known to be something else; one that cannot be read is kept, so
  /// that it is reported and not passed over.
  private static func isForeign(_ path: String) -> Bool {
    do {
      return try MediaItem.recognizedKind(ofFile: path) == nil
    } catch {
      return false
    }
  }

  private static func matches(of pattern: String) -> [String] {
    guard pattern.contains(where: { "*?[".contains($0) }) else { return [] }
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { index in
      result.gl_pathv[index].map { String(cString: $0) }
    }
  }
}

/// Why arguments name nothing to work on.
public enum InputError: Error, Equatable, Sendable, CustomStringConvertible {
  case nothingToDo([String])
  /// The file is of the other kind of media than a model is fitted to.
  case otherKind(path: String, wanted: MediaKind)
  case noSuchItem(file: String, name: String)

  /// Which argument, and what to do.
  public var description: String {
    switch self {
    case .nothingToDo(let arguments):
      "\(arguments.joined(separator: ", ")): holds no picture or sound; give PNG, JPEG, WAV, FLAC, Ogg, AIFF or MP3 files"
    case .otherKind(let path, .image):
      "\(path): is no picture, and a picture model is fitted; leave it out"
    case .otherKind(let path, .audio):
      "\(path): is no sound, and a sound model is fitted; leave it out"
    case .noSuchItem(let file, let name):
      "\(file): holds no item named \(name); 'tessera inspect' lists them"
    }
  }
}
