import Bytes
import FoundationEssentials

/// The classes of items, by their names.
public struct ItemClasses: Hashable, Sendable {
  /// The name of each class in the order of their numbers; empty where only numbers are known.
  public let names: [String]
  private let numbers: Numbers

  private enum Numbers: Hashable, Sendable {
    case byFolder([String: Int])
    case byItem([String: Int], missing: String)
  }

  /// How many classes there are, the largest number and all before it.
  public var count: Int {
    switch numbers {
    case .byFolder(let numbers): return numbers.count
    case .byItem(let numbers, _):
      let (count, isTooLarge) = (numbers.values.max() ?? -1).addingReportingOverflow(1)
      return isTooLarge ? .max : count
    }
  }

  /// One class for each folder that items lie in, as in ImageNet.
  ///
  /// The class of `n01440764/7.png` is `n01440764`. Folders are numbered from 0 in the order of their
  /// bytes, as torchvision's `ImageFolder` does.
  public init(foldersOf items: some Sequence<String>) {
    let folders = Set(items.compactMap(Self.folder)).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    names = folders
    numbers = .byFolder(
      Dictionary(uniqueKeysWithValues: folders.enumerated().map { ($1, $0) }))
  }

  /// Reads a JSON object from item names to class numbers.
  ///
  /// - Throws: `FileError` when it cannot be read, `CorpusError.unusableClasses`.
  public init(contentsOf path: String) throws {
    let bytes = try MappedFile(path: path).allBytes()
    guard let table = try? JSONDecoder().decode([String: Int].self, from: Data(bytes)) else {
      throw CorpusError.unusableClasses(path: path, reason: "is no such object")
    }
    if let (item, number) = table.first(where: { $0.value < 0 }) {
      throw CorpusError.unusableClasses(
        path: path, reason: "gives \(item) the class \(number), and classes are counted from 0")
    }
    names = []
    numbers = .byItem(table, missing: "\(path) does not name it; add it there")
  }

  /// The number of an item's class.
  ///
  /// - Throws: `CorpusError.missingClass`.
  public func number(of item: String) throws(CorpusError) -> Int {
    switch numbers {
    case .byFolder(let numbers):
      guard let folder = Self.folder(of: item), let number = numbers[folder] else {
        throw .missingClass(
          name: item, reason: "it lies in no folder; encode a folder that has one for each class")
      }
      return number
    case .byItem(let numbers, let missing):
      guard let number = numbers[item] else { throw .missingClass(name: item, reason: missing) }
      return number
    }
  }

  private static func folder(of item: String) -> String? {
    let parts = item.split(separator: "/", maxSplits: 1)
    return parts.count == 2 ? String(parts[0]) : nil
  }
}
