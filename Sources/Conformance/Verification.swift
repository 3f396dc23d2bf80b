import Bytes

/// The outcome of running one golden case.
public struct Verification: Sendable {
  /// The case's folder.
  public let path: String
  /// The family that recognised it.
  public let family: String
  /// One comparison a tensor.
  public let comparisons: [TensorComparison]

  /// Whether there was something to compare and all of it is within tolerance.
  public var passes: Bool { !comparisons.isEmpty && comparisons.allSatisfy(\.passes) }

  /// Every family that can be verified, asked in this order.
  package static let families: [any GoldenFamily.Type] = [
    PNGDecoding.self, JPEGDecoding.self, PillowResize.self, ShorterSideCrop.self,
    TensorInterpolation.self, ImageDistances.self, Resampling.self, Spectrograms.self,
    AudioDistances.self, Intelligibility.self, TiTokPreparation.self, VectorQuantization.self,
    CodebookLearning.self, MaskGITVQGANModels.self, TiTokModels.self, TextAwareTiTokModels.self,
    SequencePairs.self, FlattenedGridPairs.self,
  ]

  /// Runs one case through the code that encoding and decoding use.
  ///
  /// - Throws: `VerificationError.unknownFamily`, or any error of reading the case.
  public init(casePath: String) throws {
    let golden = try GoldenCase(path: casePath)
    guard let family = try Self.families.first(where: { try $0.recognizes(golden) }) else {
      throw VerificationError.unknownFamily(path: casePath)
    }
    path = casePath
    self.family = family.name
    comparisons = try family.compare(golden)
  }

  /// The case folders at or below `path`: those that hold a `config.json` and an `io.safetensors`.
  ///
  /// - Throws: `FileError`, or `VerificationError.noCase` when there is none.
  public static func cases(at path: String) throws -> [String] {
    guard Folder.kind(of: path) == .folder else {
      throw FileError.unreadable(path: path, reason: "there is no such folder")
    }
    let cases = try Folder.files(below: path)
      .filter { Folder.name(of: $0) == "io.safetensors" }
      .map(Folder.parent(of:))
      .filter { Folder.kind(of: $0 + "/config.json") == .file }
    guard !cases.isEmpty else { throw VerificationError.noCase(path: path) }
    return cases
  }
}

/// Why a golden case could not be run at all.
public enum VerificationError: Error, Equatable, Sendable, CustomStringConvertible {
  case unknownFamily(path: String)
  case noCase(path: String)

  /// One line: which folder, what is wrong, what to do.
  public var description: String {
    switch self {
    case .unknownFamily(let path):
      "\(path): its config.json belongs to no family that this build can verify; update tessera"
    case .noCase(let path):
      "\(path): holds no golden case; give a folder with config.json and io.safetensors"
    }
  }
}
