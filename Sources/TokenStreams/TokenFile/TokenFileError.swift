/// A run of an item's positions whose codes are lost.
public struct DamagedChunk: Hashable, Sendable {
  /// Which of the item's chunks it is, from 0.
  public let chunk: Int
  /// The positions whose codes it held.
  public let positions: Range<Int>
  /// What is wrong with it.
  public let reason: String
}

/// Why a token file could not be read or written, sorted by what is affected.
public enum TokenFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file begins with other bytes than a token file.
  case notATokenFile(path: String)
  /// The file is of a version that is not known here.
  case unsupportedVersion(path: String, found: Int, supported: Int)
  /// The header of the file is damaged, so that no item can be read.
  case damagedHeader(path: String, reason: String)
  /// The index is damaged or missing; `found` items were found by reading through the file.
  case damagedIndex(path: String, reason: String, found: Int)
  /// The header of one item is damaged, so that none of its codes can be read.
  case damagedItem(path: String, item: Int, name: String, reason: String)
  /// Some codes of one item are damaged.
  case damagedChunk(path: String, item: Int, name: String, DamagedChunk)
  /// The file has fewer items.
  case noSuchItem(path: String, item: Int, count: Int)
  /// The header to be written contradicts itself; nothing was written.
  case unusableHeader(path: String, reason: String)
  /// The item to be written contradicts itself or the file's header; nothing was written of it.
  case unusableItem(path: String, name: String, reason: String)

  /// One line: which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .notATokenFile(let path):
      "\(path): is not a token file; give one that `tessera encode` wrote"
    case .unsupportedVersion(let path, let found, let supported):
      "\(path): is of token file version \(found), this program reads version \(supported); "
        + "use a newer program or encode again"
    case .damagedHeader(let path, let reason):
      "\(path): its header is damaged: \(reason); fetch the file again or encode again"
    case .damagedIndex(let path, let reason, let found):
      "\(path): its index is damaged: \(reason); \(found) items were found without it, "
        + "later ones may be lost; fetch the file again or encode again"
    case .damagedItem(let path, let item, let name, let reason):
      "\(path): item \(item) (\(name)) is damaged: \(reason); "
        + "the other items can be read; fetch the file again or encode this item again"
    case .damagedChunk(let path, let item, let name, let damage):
      "\(path): item \(item) (\(name)), chunk \(damage.chunk), positions "
        + "\(damage.positions.lowerBound)..<\(damage.positions.upperBound): damaged: "
        + "\(damage.reason); the other chunks can be read; fetch the file again or encode this "
        + "item again"
    case .noSuchItem(let path, let item, let count):
      "\(path): has no item \(item); its \(count) items are counted from 0"
    case .unusableHeader(let path, let reason):
      "\(path): the header cannot be written: \(reason); correct what describes the tokenizers"
    case .unusableItem(let path, let name, let reason):
      "\(path): \(name) cannot be written: \(reason); correct or leave out this item"
    }
  }
}
