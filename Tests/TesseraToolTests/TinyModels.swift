import Bytes
import FoundationEssentials
import TestSupport

/// Random models of a few hundred kilobytes, from the golden cases, as folders that tests may change.
struct TinyModel {
  /// The model's folder.
  let path: String

  static let legacy = "titok/titok-legacy-l2"
  static let pixels = "titok/titok-rgb-l2"
  static let text = "titok/tatitok"
  static let convolutional = "titok/maskgit-vqgan"

  /// Copies a golden case's configuration and weights.
  init(_ golden: String, in folder: TemporaryFolder, name: String = "model") throws {
    path = folder.file(name)
    try Folder.make(path)
    for file in ["config.json", "model.safetensors"] {
      try AtomicFile.write(
        MappedFile(path: ProjectFiles.golden(golden) + "/" + file).allBytes(),
        to: path + "/" + file)
    }
  }

  var weightsPath: String { path + "/model.safetensors" }

  /// Changes the configuration's text.
  func edit(_ old: String, to new: String) throws {
    let file = path + "/config.json"
    let text = String(decoding: try MappedFile(path: file).allBytes(), as: UTF8.self)
    guard text.contains(old) else { throw Mistake(text: "\(old) is not in \(text)") }
    try AtomicFile.write(Array(text.replacing(old, with: new).utf8), to: file)
  }

  /// Changes the weights.
  func editWeights(_ change: (inout Weights) -> Void) throws {
    var weights = try Weights(bytes: MappedFile(path: weightsPath).allBytes())
    change(&weights)
    try AtomicFile.write(weights.bytes(), to: weightsPath)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + name)
  }

  struct Mistake: Error {
    let text: String
  }
}

/// A safetensors file whose header may lie.
struct Weights {
  var tensors: [String: Entry] = [:]
  var data: [UInt8] = []

  struct Entry: Codable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]
  }

  init() {}

  init(bytes: [UInt8]) throws {
    let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << ($1 * 8) }
    tensors = try JSONDecoder().decode([String: Entry].self, from: Data(bytes[8..<8 + length]))
    data = Array(bytes[(8 + length)...])
  }

  mutating func add(_ name: String, shape: [Int], _ values: [Float]) {
    let start = data.count
    for value in values {
      data += (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
    }
    tensors[name] = Entry(dtype: "F32", shape: shape, data_offsets: [start, data.count])
  }

  /// Overwrites a tensor's first element.
  mutating func setFirst(of name: String, to value: Float) {
    let start = tensors[name]?.data_offsets[0] ?? 0
    for byte in 0..<4 {
      data[start + byte] = UInt8(truncatingIfNeeded: value.bitPattern >> (byte * 8))
    }
  }

  func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let header = Array(try encoder.encode(tensors))
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) } + header + data
  }
}

/// Text embeddings for the tiny model that takes some.
func textEmbeddings(
  shape: [Int] = [11, 40], scale: Float = 1, first: Float? = nil
) throws -> [UInt8] {
  var weights = Weights()
  var values = (0..<shape.reduce(1, *)).map { scale * Float($0 * 37 % 19 - 9) / 9 }
  if let first { values[0] = first }
  weights.add("text_guidance", shape: shape, values)
  return try weights.bytes()
}
