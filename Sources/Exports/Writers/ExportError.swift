/// Why tokens cannot be written in a format; nothing stands at the destination that was not there
/// before.
public enum ExportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The format's readers do not know the element type.
  case unsupportedElementType(TokenElementType, format: ExportFormat)
  /// The vocabulary has tokens that the element type cannot hold.
  case vocabularyTooLarge(path: String, size: Int, type: TokenElementType)
  /// There is no token to write.
  case empty(path: String)
  /// An item has several rows, which the format cannot say.
  case rows(path: String, item: String, format: ExportFormat)
  /// Items have rows of different lengths, or different numbers of rows, and one array cannot hold
  /// them.
  case unequalRows(path: String, item: String)
  /// An item has no class, and the format needs one.
  case missingClass(path: String, item: String, format: ExportFormat)
  /// There are more tokens than the format can count.
  case tooLong(path: String, what: String, count: Int, most: Int)
  /// Something stands at the destination that would be mixed with the export.
  case occupied(path: String, reason: String)
  /// An archive cannot be written.
  case archive(path: String, reason: String)

  /// Which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .unsupportedElementType(let type, let format) where format.elementTypes.isEmpty:
      "\(format.rawValue) is text and cannot hold \(type.rawValue) elements; leave the type out"
    case .unsupportedElementType(let type, let format):
      "\(format.rawValue) cannot hold \(type.rawValue) elements; choose "
        + format.elementTypes.map(\.rawValue).joined(separator: ", ")
    case .vocabularyTooLarge(let path, let size, let type):
      "\(path): a vocabulary of \(size) does not fit \(type.rawValue), whose largest token is "
        + "\(type.largestToken); choose a wider type or another format"
    case .empty(let path):
      "\(path): there is no token to write; give items that have codes"
    case .rows(let path, let item, let format):
      "\(path): \(item) has several rows of tokens, which \(format.rawValue) cannot hold; use "
        + "the interleaved or coarse-first order, or npy, npz, safetensors, webdataset or jsonl"
    case .unequalRows(let path, let item):
      "\(path): \(item) has rows of another number or length than the items before it, which one "
        + "array cannot hold; use npz, safetensors, webdataset or jsonl"
    case .missingClass(let path, let item, let format):
      "\(path): \(item) has no class, and \(format.rawValue) needs one; give classes"
    case .tooLong(let path, let what, let count, let most):
      "\(path): \(what) has \(count) tokens, and the format counts to \(most); export in parts"
    case .occupied(let path, let reason):
      "\(path): \(reason); remove it or choose another path"
    case .archive(let path, let reason):
      "\(path): cannot be written: \(reason); check the folder and the free space"
    }
  }
}
