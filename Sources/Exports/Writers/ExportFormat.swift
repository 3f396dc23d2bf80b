import Bytes

/// A layout of tokens that a trainer reads; each is described in Exports.md.
public enum ExportFormat: String, Hashable, Sendable, Codable, CaseIterable {
  /// One NumPy array.
  case numpy = "npy"
  /// NumPy arrays `tokens` and `offsets` in one file.
  case numpyArchive = "npz"
  /// Tensors `tokens` and `offsets`.
  case safetensors
  /// Tokens without a header.
  case nanoGPT = "nanogpt"
  /// Tokens behind a header of 256 integers.
  case llmC = "llm.c"
  /// Tokens and an index, `.bin` and `.idx`.
  case megatron
  /// One JSON object a line.
  case jsonLines = "jsonl"
  /// One JSON object a line with the keys `class_id` and `tokens`.
  case oneDTokenizer = "1d-tokenizer"
  /// Tar archives of one NumPy array an item.
  case webDataset = "webdataset"
  /// Tokens and the ends of documents, `.ds` and `.ds.index`.
  case datatrove
  /// A folder of one NumPy array an item, and one of labels.
  case llamaGen = "llamagen"

  /// The format that a file's suffix names, nil where none does; `.bin` is nanoGPT's.
  public init?(suffixOf path: String) {
    let name = Folder.name(of: path)
    let suffixes: [(String, ExportFormat)] = [
      (".npy", .numpy), (".npz", .numpyArchive), (".safetensors", .safetensors), (".bin", .nanoGPT),
      (".idx", .megatron), (".jsonl", .jsonLines), (".tar", .webDataset), (".ds", .datatrove),
    ]
    guard let found = suffixes.first(where: { name.hasSuffix($0.0) }) else { return nil }
    self = found.1
  }

  /// The element types that the format's readers know; none for text.
  public var elementTypes: [TokenElementType] {
    switch self {
    case .numpy, .numpyArchive, .safetensors, .webDataset: TokenElementType.allCases
    case .nanoGPT, .llmC, .datatrove: [.uint16, .uint32]
    case .megatron: [.uint8, .uint16, .int32, .int64]
    case .llamaGen: [.int64]
    case .jsonLines, .oneDTokenizer: []
    }
  }

  /// Whether an item may have several rows of tokens.
  public var holdsRows: Bool {
    switch self {
    case .numpy, .numpyArchive, .safetensors, .webDataset, .jsonLines, .llamaGen: true
    case .nanoGPT, .llmC, .megatron, .oneDTokenizer, .datatrove: false
    }
  }

  /// Whether every item must have a class.
  public var needsClasses: Bool { self == .oneDTokenizer || self == .llamaGen }

  /// The type that tokens are stored in unless another is asked for, nil for text.
  func elementType(forVocabularyOf size: Int) -> TokenElementType? {
    switch self {
    case .jsonLines, .oneDTokenizer: nil
    case .llamaGen: .int64
    // Megatron's own rule, `DType.optimal_dtype`; it knows no unsigned 32 bits.
    case .megatron:
      size < 65_500 ? .uint16 : size <= Int(Int32.max) + 1 ? .int32 : .int64
    default: TokenElementType.smallest(forVocabularyOf: size)
    }
  }
}
