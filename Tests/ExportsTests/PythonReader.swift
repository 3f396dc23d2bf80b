import Bytes
import Exports
import FoundationEssentials
import TestSupport
import Testing

/// The libraries that read exports, where `Tools/readers/setup` installed them.
enum PythonReader {
  /// What a reader found; fields that its layout does not say are nil.
  struct Found: Decodable {
    let dtype: String?
    let shape: [Int]?
    let values: Values?
    let sequences: [Values]?
    let classes: [Int]?
    let rows: [Int]?
    let names: [String]?
    let vocabulary: Int?
    let tokenizers: [String]?
    let offsets: [Int]?
    let lengths: [Int]?
    let positions: [Int]?
    let shards: Int?
  }

  /// Numbers, nested as deep as the array was.
  enum Values: Decodable, Equatable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    case number(Int)
    case list([Values])

    init(from decoder: any Decoder) throws {
      if let number = try? decoder.singleValueContainer().decode(Int.self) {
        self = .number(number)
      } else {
        self = .list(try decoder.singleValueContainer().decode([Values].self))
      }
    }

    init(integerLiteral value: Int) {
      self = .number(value)
    }

    init(arrayLiteral elements: Values...) {
      self = .list(elements)
    }
  }

  /// The interpreter, nil where there is none.
  static let interpreter: String? = {
    let named = ProcessInfo.processInfo.environment["TESSERA_READERS"]
    let path = named ?? ProjectFiles.path(".build/readers/bin/python")
    return Folder.kind(of: path) == .missing ? nil : path
  }()

  /// The modules that can be imported.
  private static let modules: Set<String> = {
    guard let interpreter else { return [] }
    return Set(
      [
        "numpy", "safetensors", "webdataset", "datatrove.utils.dataset", "megatron.core", "torch",
        "tokenizers",
      ]
      .filter { module in
        (try? CommandRun([interpreter, "-c", "import " + module]))?.status == 0
      })
  }()

  /// Whether all of these can be imported; where not, the test says what would help.
  static func needs(_ needed: String...) -> ConditionTrait {
    .enabled(
      if: modules.isSuperset(of: needed),
      "needs \(needed.joined(separator: ", ")) of Python; run Tools/readers/setup")
  }

  /// Reads an export.
  static func read(_ path: String, by reader: String) throws -> Found {
    let script = ProjectFiles.path("Tests/ExportsTests/Readers/read.py")
    let run = try CommandRun([try #require(interpreter), script, reader, path], secondLimit: 300)
    try #require(run.status == 0, "\(run)")
    return try JSONDecoder().decode(Found.self, from: Data(run.output.utf8))
  }
}
