import Bytes

extension DecodeJob.Destination {
  /// What an output path means: a file when there is one item and the path has an extension, or a
  /// file or device stands there; a folder otherwise.
  ///
  /// - Parameters:
  ///   - path: the output path; one that ends in `/` is a folder.
  ///   - itemCount: how many items are decoded.
  ///   - format: the formats of a folder's files; nil where none was chosen, which leaves it open
  ///     whether the path is a folder.
  public init(path: String, itemCount: Int, format: OutputFormat? = nil) {
    let isFile =
      switch Folder.kind(of: path) {
      case .file: true
      case .folder: false
      case .missing: FileExtension.of(path) != nil
      }
    if itemCount == 1, format == nil, isFile, !path.hasSuffix("/") {
      self = .file(path)
    } else {
      self = .folder(path.hasSuffix("/") ? String(path.dropLast()) : path, format ?? .init())
    }
  }
}
