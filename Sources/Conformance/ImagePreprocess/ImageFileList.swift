import Bytes

/// A golden configuration that lists picture files beside it.
struct ImageFileList: Decodable {
  /// File names inside the case's folder.
  let files: [String]

  /// Whether there are files and all have one of these endings.
  func consists(ofEndings endings: [String]) -> Bool {
    !files.isEmpty && files.allSatisfy { file in endings.contains { file.hasSuffix($0) } }
  }

  /// The part of a file's name before its last dot, which its tensors' names start with.
  static func stem(_ file: String) -> String {
    String(file[..<(file.lastIndex(of: ".") ?? file.endIndex)])
  }
}

extension GoldenCase {
  /// The bytes of a file inside the case's folder.
  ///
  /// - Throws: `FileError`.
  func bytes(ofFile name: String) throws -> [UInt8] {
    try MappedFile(path: path + "/" + name).allBytes()
  }

  /// The files that the configuration lists, when it lists files.
  var listedFiles: ImageFileList? { configuration(as: ImageFileList.self) }
}
