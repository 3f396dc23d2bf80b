import ArgumentParser
import Tessera

/// The command `tessera bpe train`.
struct PairTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Learn a vocabulary of merged codes.",
    discussion: """
      Inputs are .tess, .npy, .npz and .jsonl files and folders of them. An array of one dimension is \
      one sequence, of two a sequence a row, of three a grid an item. The vocabulary is a function of \
      the codes and the options alone.
      """)

  @Argument(help: "Files and folders of codes.")
  var inputs: [String]

  @Option(name: .shortAndLong, help: "The vocabulary's file.")
  var output: String

  @OptionGroup var rule: PairRuleOptions

  @Option(
    help: ArgumentHelp(
      "Base codes (default: what the files say or the largest code needs).", valueName: "count"))
  var alphabet: Int?

  @OptionGroup var sample: SampleOptions

  @Option(
    help: ArgumentHelp("Write the unfinished vocabulary here every 30 seconds.", valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "Go on from an unfinished vocabulary, with the same codes and options.", valueName: "file"))
  var resume: String?

  @Flag(help: "Print what was learned as JSON.")
  var json = false

  @OptionGroup var codes: CodeSelectionOption
  @OptionGroup var options: RunOptions

  func validate() throws {
    if let alphabet, alphabet < 1 {
      throw ValidationError("--alphabet takes a number of codes, not \(alphabet)")
    }
    if rule.beingVL, checkpoint != nil || resume != nil {
      throw ValidationError("--being-vl cannot be taken up again")
    }
  }

  func run() throws {
    var job = PairTrainingJob(
      inputs: inputs, rule: rule.rule,
      codes: codes.selection ?? (rule.takesGrids ? .codebook(0) : .interleaved()))
    job.alphabetSize = alphabet
    job.codeLimit = sample.sample
    job.seed = sample.seed
    job.startPath = resume
    job.checkpointPath = checkpoint
    let bar = ProgressBar("training", quiet: options.quiet)
    let report = try options.withThreads { try job.run(to: output) { bar.show($0) } }
    bar.finish()
    try show(report)
  }

  private func show(_ report: PairTrainingJob.Report) throws {
    let training = report.vocabulary.training
    if json {
      try JSONOutput.print(
        PairTrainingSummary(
          vocabulary: output, tokens: report.vocabulary.tokenCount, training: training))
    } else if !options.quiet {
      print(line(report))
    }
  }

  private func line(_ report: PairTrainingJob.Report) -> String {
    let training = report.vocabulary.training
    let isSample = training.itemCount < report.itemCount
    let items = (isSample ? "\(training.itemCount) of " : "") + "\(report.itemCount) items"
    let codebooks = report.codebooks.map { ", \($0)" } ?? ""
    let end = training.end.flatMap { $0 == .goalReached ? nil : "; ended: \($0.rawValue)" } ?? ""
    return "\(output): \(report.vocabulary.tokenCount) tokens over "
      + "\(report.vocabulary.alphabetSize) codes, learned from \(items)\(codebooks); "
      + "\(training.codeCount) codes became \(training.tokenCount) tokens\(end)"
  }
}

/// Which pairs are merged, and when to end.
struct PairRuleOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Merges to make.", valueName: "count"))
  var merges: Int?

  @Option(
    help: ArgumentHelp(
      "Tokens to end with, base codes included, instead of --merges.", valueName: "tokens"))
  var vocabularySize: Int?

  @Option(
    help: ArgumentHelp(
      "How often a pair must stand there to be merged (default: 1; 2 on grids).",
      valueName: "count"))
  var minimumFrequency: Int?

  @Option(help: ArgumentHelp("The most codes that a token stands for.", valueName: "codes"))
  var maximumLength: Int?

  @Option(help: ArgumentHelp("End at so many codes a token.", valueName: "ratio"))
  var compression: Double?

  @Flag(help: "Hide tokens that only serve to build others (Scaffold-BPE).")
  var scaffold = false

  @Flag(help: "Merge neighbours on grids, in two dimensions.")
  var grids = false

  @Flag(help: "On grids, only merges that make rectangles.")
  var rectangles = false

  @Option(
    help: ArgumentHelp(
      "On grids, the weight of spatial consistency beside frequency.", valueName: "weight"))
  var consistency: Double?

  @Flag(
    name: .customLong("being-vl"),
    help: "On grids, the rule of Being-VL-0.5's code, which cannot be decoded.")
  var beingVL = false

  func validate() throws {
    guard (merges == nil) != (vocabularySize == nil) else {
      throw ValidationError("give either --merges or --vocabulary-size")
    }
    if grids, beingVL { throw ValidationError("--grids and --being-vl are two rules; give one") }
    if !grids, rectangles || consistency != nil {
      throw ValidationError("--rectangles and --consistency go with --grids")
    }
    if takesGrids, scaffold { throw ValidationError("--scaffold is of sequences") }
    if takesGrids, merges == nil {
      throw ValidationError("--grids and --being-vl take --merges")
    }
    if beingVL, minimumFrequency != nil || maximumLength != nil || compression != nil {
      throw ValidationError("--being-vl takes --merges and nothing else about its merges")
    }
    try validateNumbers()
  }

  private func validateNumbers() throws {
    let counts = [
      ("--merges", merges, 0), ("--vocabulary-size", vocabularySize, 1),
      ("--minimum-frequency", minimumFrequency, 1), ("--maximum-length", maximumLength, 1),
    ]
    for (name, count, least) in counts {
      if let count, count < least {
        throw ValidationError("\(name) takes a number from \(least) on, not \(count)")
      }
    }
    for (name, number, least) in [
      ("--compression", compression, 1), ("--consistency", consistency, 0.0),
    ] {
      if let number, !(number >= least && number.isFinite) {
        throw ValidationError("\(name) takes a number from \(Int(least)) on, not \(number)")
      }
    }
  }

  /// Whether items must be grids.
  var takesGrids: Bool { grids || beingVL }

  /// The rule as the options have it.
  var rule: PairTrainingJob.Rule {
    if beingVL { return .flattenedGrids(mergeCount: merges ?? 0) }
    return grids ? .grids(gridOptions) : .sequences(sequenceOptions)
  }

  private var sequenceOptions: PairTrainingOptions {
    PairTrainingOptions(
      goal: vocabularySize.map { .vocabularySize($0) } ?? .merges(merges ?? 0),
      minimumFrequency: minimumFrequency ?? 1, maximumTokenLength: maximumLength,
      targetCompression: compression, removesScaffolds: scaffold)
  }

  private var gridOptions: GridPairTrainingOptions {
    var options = GridPairTrainingOptions(mergeCount: merges ?? 0)
    options.minimumFrequency = minimumFrequency ?? options.minimumFrequency
    options.maximumCells = maximumLength ?? options.maximumCells
    options.targetCompression = compression
    if rectangles { options.shapes = .rectangles }
    if let consistency { options.priority = .consistency(weight: consistency, deviation: 1) }
    return options
  }
}

/// What `bpe train --json` prints.
private struct PairTrainingSummary: Encodable {
  let vocabulary: String
  let tokens: Int
  let training: TrainingRecord
}
