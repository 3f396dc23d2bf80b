import FoundationEssentials
import TestSupport

extension CommandRun {
  /// What the run printed with `--json`; keys that are missing or of another type throw.
  func records<Record: Decodable>(_: Record.Type) throws -> Record {
    try JSONDecoder().decode(Record.self, from: Data(output.utf8))
  }
}

/// An item of `encode --json`.
struct EncodeRecord: Decodable, Equatable {
  let item: String
  let model: String
  let tokens: Int
  let bits: Int
  let rate: Double
  let rate_unit: String
}

/// `inspect --json`.
struct InspectRecord: Decodable {
  let software: String
  let tokenizers: [Tokenizer]
  let items: [Item]

  struct Tokenizer: Decodable {
    let description: Description
    let codebooks: [Codebook]
  }

  struct Description: Decodable {
    let id: String
    let sha256: String
    let media: String
    let layout: String
    let vocabulary: [Int]
    let policy: String
  }

  struct Codebook: Decodable {
    let size: Int
    let codes: Int
    let usage: Double
    let perplexity: Double
    let entropy: Double
  }

  struct Item: Decodable {
    let name: String
    let tokenizer: Int
    let original: [String: Int]
    let extents: [Int]
    let tokens: Int
    let bits: Int
  }
}

/// A number of `metrics --json`.
struct MetricRecord: Decodable {
  let metric: String
  let value: Double
  let `protocol`: String
}

extension [MetricRecord] {
  /// The number of this name, or NaN.
  func value(_ metric: String) -> Double { first { $0.metric == metric }?.value ?? .nan }
}

/// An item under one policy of `evaluate --json`.
struct EvaluationRecord: Decodable {
  let item: String
  let policy: String
  let model: String
  let tokens: Int
  let bits: Int
  let rate: Double
  let rate_unit: String
  let psnr: Double?
  let ssim: Double?
  let si_sdr: Double?
  let seconds: Double
}

/// A tensor of `verify --json`.
struct VerificationRecord: Decodable {
  let `case`: String
  let tensor: String
  let error: Double
  let tolerance: Double
  let unit: String
  let verdict: String
  let codes: Int?
  let codes_differing: Int?
  let smallest_margin: Double?
  let largest_margin: Double?
}

/// A benchmark of `bench --json`.
struct BenchmarkRecord: Decodable {
  let name: String
  let median_seconds: Double
  let minimum_seconds: Double
  let rate: Double
  let unit: String
  let threads: Int
  let cpu: String
}
