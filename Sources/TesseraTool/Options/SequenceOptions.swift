import ArgumentParser
import Tessera

/// How codes become sequences of tokens.
struct SequenceOptions: ParsableArguments {
  @Option(
    help: """
      How codes of several codebooks follow each other; MODALITY=ORDER for one modality alone \
      (default: interleaved).
      """)
  var order: [ModalityChoice<CodeFlattening.Order>] = []

  @Option(help: "Keep the first K codebooks; MODALITY=K for one modality alone.")
  var codebooks: [ModalityChoice<Int>] = []

  @Flag(
    inversion: .prefixedNo,
    help: "Give each codebook tokens of its own (default: where all are one sequence).")
  var separateCodebooks: Bool?

  @Flag(help: "Close positions that have fewer codes than codebooks with a token.")
  var endOfPosition = false

  @Flag(help: "Close each row of a grid with a token.")
  var endOfRow = false

  func validate() throws {
    for choice in codebooks where !(1...255).contains(choice.value) {
      throw ValidationError("--codebooks takes a number from 1 to 255, not \(choice.value)")
    }
  }

  /// What is chosen for all modalities, and what for single ones.
  var flattenings: (common: ExportFlattening, byModality: [String: ExportFlattening]) {
    var common = ExportFlattening(
      separatesCodebooks: separateCodebooks, marksShortPositions: endOfPosition,
      marksRows: endOfRow)
    for choice in order where choice.modality == nil { common.order = choice.value }
    for choice in codebooks where choice.modality == nil { common.codebooks = choice.value }
    var byModality: [String: ExportFlattening] = [:]
    for choice in order {
      if let name = choice.modality { byModality[name, default: common].order = choice.value }
    }
    for choice in codebooks {
      if let name = choice.modality { byModality[name, default: common].codebooks = choice.value }
    }
    return (common, byModality)
  }
}

/// A value for all modalities, `delayed`, or for one, `speech=delayed`.
struct ModalityChoice<Value: ExpressibleByArgument & Sendable>: ExpressibleByArgument, Sendable {
  let modality: String?
  let value: Value

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let last = parts.last, let value = Value(argument: String(last)) else { return nil }
    self.value = value
    modality = parts.count == 2 ? String(parts[0]) : nil
  }

  static var allValueStrings: [String] { Value.allValueStrings }
}
