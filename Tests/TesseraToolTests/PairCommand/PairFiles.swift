import Bytes
import FoundationEssentials
import TestSupport
import Testing
import TokenStreams

/// A folder with small files of codes for `tessera bpe`.
struct PairFiles {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  func file(_ name: String) -> String { folder.file(name) }

  func write(_ text: String, to name: String) throws -> String {
    try folder.write(Array(text.utf8), to: name)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try MappedFile(path: file(name)).allBytes(), as: UTF8.self)
  }

  /// A hundred sequences of 0 to 29 codes below 7 that repeat themselves, as lines of JSON.
  func lines() throws -> String {
    let lines = (0..<100).map { line in
      (0..<line % 30).map { ($0 * $0 / 3 + line % 5) % 7 }
    }
    return try write(lines.map { "\($0)\n" }.joined(), to: "codes.jsonl")
  }

  /// Eight grids of 5 x 6 codes below 4.
  func gridArray() throws -> String {
    let codes = (0..<240).map { Int32(($0 / 3 + $0 % 7) % 4) }
    return try folder.write(NumpyFile.bytes(shape: [8, 5, 6], codes), to: "grids.npy")
  }

  /// Learns a vocabulary and returns its path.
  func train(_ input: String, _ options: String..., to name: String = "v.json") throws -> String {
    expectSuccess(
      try tessera(["bpe", "train", input, "--quiet", "-o", file(name)] + options))
    return file(name)
  }

  /// Every file below the folder with its bytes.
  func contents() throws -> [String: [UInt8]] {
    let paths = try Folder.files(below: folder.path)
    return Dictionary(
      uniqueKeysWithValues: try paths.map { ($0, try MappedFile(path: $0).allBytes()) })
  }

  /// Runs `tessera bpe` and expects one line on standard error with these words, status 1, and every
  /// file as it was: no output where there was none, and the one that was there untouched.
  func expectFailure(
    _ arguments: [String], to output: String, _ words: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for exists in [false, true] {
      if exists { _ = try write("kept", to: output) }
      let before = try contents()
      let run = try tessera(["bpe"] + arguments + ["-o", file(output)])
      expectComplaints(run, words, sourceLocation: sourceLocation)
      #expect(run.output.isEmpty, "\(run)", sourceLocation: sourceLocation)
      #expect(try contents() == before, "\(run)", sourceLocation: sourceLocation)
    }
    try FileManager.default.removeItem(atPath: file(output))
  }
}
