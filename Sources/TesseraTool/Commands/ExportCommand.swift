import ArgumentParser
import Tessera

/// The command `tessera export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the codes of token files as tokens for trainers.",
    discussion: """
      The output's suffix chooses the format: .npy, .npz, .safetensors, .bin (nanoGPT), .idx \
      (Megatron), .jsonl, .tar (WebDataset), .ds (datatrove). What the tokens mean is written \
      beside it, into OUTPUT.meta.json. Items of several tokenizers share one vocabulary and follow \
      each other, tokenizer by tokenizer.
      """)

  @Argument(help: "Token files and folders of them; one modality a tokenizer, named after it.")
  var inputs: [String] = []

  @Option(
    name: .shortAndLong, help: "The file, or for WebDataset and LlamaGen what names begin with.")
  var output: String

  @Option(help: "The format, where the suffix does not choose it.")
  var format: ExportFormat?

  @Option(
    help: "Files of a modality that gets a name, NAME=FILE; may be repeated.",
    transform: NamedInput.init(parsing:))
  var modality: [NamedInput] = []

  @Option(
    help: ArgumentHelp(
      "Merge pairs of codes by a vocabulary of 'tessera bpe train'; MODALITY=FILE for one alone.",
      valueName: "file"))
  var bpe: [ModalityChoice<String>] = []

  @Flag(help: "Print what was written as JSON.")
  var json = false

  @OptionGroup var sequences: SequenceOptions
  @OptionGroup var vocabulary: VocabularyOptions
  @OptionGroup var files: ExportFileOptions
  @OptionGroup var options: RunOptions

  func validate() throws {
    guard !inputs.isEmpty || !modality.isEmpty else {
      throw ValidationError("give token files, or modalities by --modality")
    }
    try files.check(against: chosenFormat())
  }

  func run() throws {
    let (flattening, byModality) = sequences.flattenings
    var job = ExportJob(
      inputs: exportInputs, flattening: flattening, flatteningByModality: byModality,
      classes: vocabulary.classes, vocabulary: vocabulary.vocabulary)
    for choice in bpe {
      if let name = choice.modality {
        job.pairVocabularyByModality[name] = choice.value
      } else {
        job.pairVocabulary = choice.value
      }
    }
    let bar = ProgressBar("exporting", quiet: options.quiet)
    let summary = try options.withThreads {
      try job.run(to: output, as: chosenFormat(), options: files.options) { bar.show($0) }
    }
    bar.finish()
    if json {
      try JSONOutput.print(summary)
    } else if !options.quiet {
      show(summary)
    }
  }

  /// The format that was asked for, or that the output's suffix names.
  private func chosenFormat() throws -> ExportFormat {
    if let format { return format }
    guard let named = ExportFormat(suffixOf: output) else {
      throw ValidationError("no format's suffix ends \(output), and --format names none")
    }
    return named
  }

  /// What has no name is one input, so that a tokenizer is one modality however many files it has.
  private var exportInputs: [ExportInput] {
    var names: [String] = []
    for input in modality where !names.contains(input.name) { names.append(input.name) }
    let named = names.map { name in
      ExportInput(modality.filter { $0.name == name }.map(\.path), modality: name)
    }
    return named + (inputs.isEmpty ? [] : [ExportInput(inputs)])
  }

  private func show(_ summary: ExportSummary) {
    var table = TextTable([("tokens", .right), ("meaning", .left), ("from", .left)])
    for meaning in summary.tokenMeanings {
      table.add([meaning.range, meaning.name, meaning.origin])
    }
    table.lines.forEach { print($0) }
    print("")
    let shown = summary.files.count > 4 ? [summary.files[0], "…"] : summary.files
    let each = summary.sequenceLength.map { length in
      summary.rows.map { $0 == 1 ? " of \(length)" : " of \($0) x \(length)" } ?? ""
    }
    print(
      "\(shown.joined(separator: ", ")): \(summary.sequences) items\(each ?? ""),"
        + " \(summary.tokens) tokens\(summary.elementType.map { " as \($0.rawValue)" } ?? ""),"
        + " a vocabulary of \(summary.vocabularySize)")
  }
}

/// Files of one modality, as the command line names them.
struct NamedInput: Sendable {
  let name: String
  let path: String

  /// Reads `NAME=FILE`.
  init(parsing text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw ValidationError("'\(text)' is not NAME=FILE")
    }
    name = String(parts[0])
    path = String(parts[1])
    guard !name.isEmpty, !name.contains("."), name != "reserved" else {
      throw ValidationError("'\(name)' names no modality: it is empty, 'reserved' or has a dot")
    }
  }
}
