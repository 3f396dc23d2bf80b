import Bytes
import FoundationEssentials
import TestSupport
import Testing
import TokenStreams

/// Hugging Face's `tokenizers`, where `Tools/readers/setup` installed it.
struct PythonTokenizers {
  let folder: TemporaryFolder

  /// What a tokenizer made of sequences of codes.
  struct Encoded: Decodable {
    let ids: [[UInt32]]
    let codes: [[UInt32]]
    let tokens: Int
  }

  private struct Trained: Decodable {
    let tokens: Int
  }

  /// Encodes by a `tokenizer.json`, and decodes what came out.
  func encode(_ sequences: TokenSequences, by tokenizer: String) throws -> Encoded {
    let path = try write(sequences)
    return try run(Encoded.self, ["encode", tokenizer, path])
  }

  /// Trains until there are so many tokens, and saves the tokenizer.
  ///
  /// - Returns: how many there are in the end.
  func train(
    _ sequences: TokenSequences, alphabetSize: Int, tokenCount: Int, minimumFrequency: Int = 0,
    to tokenizer: String
  ) throws -> Int {
    let path = try write(sequences)
    let numbers = [alphabetSize, tokenCount, minimumFrequency].map(String.init)
    return try run(Trained.self, ["train", path] + numbers + [tokenizer]).tokens
  }

  private func write(_ sequences: TokenSequences) throws -> String {
    let lines = sequences.lists.map { "\($0)\n" }
    return try folder.write(Array(lines.joined().utf8), to: "codes.jsonl")
  }

  private func run<Found: Decodable>(_: Found.Type, _ arguments: [String]) throws -> Found {
    let script = ProjectFiles.path("Tests/ExportsTests/Readers/pairs.py")
    let run = try CommandRun(
      [try #require(PythonReader.interpreter), script] + arguments,
      environment: ["TOKENIZERS_PARALLELISM": "false"], secondLimit: 300)
    try #require(run.status == 0, "\(run)")
    return try JSONDecoder().decode(Found.self, from: Data(run.output.utf8))
  }
}

extension TokenSequences {
  /// One array a sequence.
  var lists: [[UInt32]] { (0..<count).map { Array(self[$0]) } }
}
