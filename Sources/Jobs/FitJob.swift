import Bytes
import Glibc
import Media
import TokenStreams
public import Tokenizers

/// Fits a linear tokenizer to files and writes the model's folder with its card.
public struct FitJob: Sendable {
  /// What a job did.
  public struct Report: Sendable {
    /// The folder that was written.
    public let path: String
    /// Files that taught the model.
    public let itemCount: Int
    /// Vectors that the transform was computed from.
    public let vectorCount: Int
    /// Vectors that the codebooks were learned from.
    public let sampleCount: Int
    /// Share of the variance that the transform keeps, 0...1.
    public let keptVariance: Double
    /// Files that could not be read and were left out.
    public let failures: [ItemFailure]
  }

  private let inputs: [Input]
  private let fit: LinearFit
  private let options: MediaItem.Options
  private let command: String

  /// Prepares a fit.
  ///
  /// - Parameters:
  ///   - inputs: the files to learn from; those of the other kind of media count as failures.
  ///   - fit: what to learn.
  ///   - options: how media are decoded.
  ///   - command: the command line, for the model card.
  public init(
    inputs: [Input], fit: LinearFit, options: MediaItem.Options = .init(), command: String
  ) {
    self.inputs = inputs
    self.fit = fit
    self.options = options
    self.command = command
  }

  /// Reads the files twice, learns and writes `config.json`, `model.safetensors` and `README.md`.
  ///
  /// - Throws: `QuantizerError` when there is too little data, the first file's error when none can
  ///   be used, `FileError` for the folder.
  public func run(
    to path: String, progress: (Double) -> Void = { _ in }
  ) throws -> Report {
    let isNew = Folder.kind(of: path) == .missing
    try Folder.make(path)
    do {
      return try writeModel(learn(progress: progress), to: path)
    } catch {
      if isNew { rmdir(path) }
      throw error
    }
  }

  private func writeModel(_ outcome: LinearFit.Outcome, to path: String) throws -> Report {
    try outcome.write(to: path)
    let report = Report(
      path: path, itemCount: inputs.count - outcome.failures.count,
      vectorCount: outcome.vectorCount, sampleCount: outcome.sampleCount,
      keptVariance: outcome.keptVariance,
      failures: outcome.failures.map {
        ItemFailure(item: inputs[$0.item].path, error: $0.error)
      })
    try AtomicFile.write(Array(card(report).utf8), to: path + "/README.md")
    return report
  }

  private func learn(progress: (Double) -> Void) throws -> LinearFit.Outcome {
    let (inputs, options) = (inputs, options)
    guard let sampleRate = fit.sampleRate else {
      return try fit.fit(
        count: inputs.count, progress: progress,
        image: { index in
          try inputs[index].image(options)
        })
    }
    return try fit.fit(
      count: inputs.count, progress: progress,
      clip: { index in
        try inputs[index].clip(options).prepared(forRate: sampleRate)
      })
  }

  private func card(_ report: Report) -> String {
    """
    # \(Folder.name(of: report.path))

    Fitted by \(Software.name).

    | | |
    | --- | --- |
    | data | \(report.itemCount) files, \(report.vectorCount) vectors |
    | codebooks learned from | \(report.sampleCount) vectors |
    | variance kept by the transform | \((report.keptVariance * 10_000).rounded() / 100) % |
    | seed | \(fit.seed) |
    | command | `\(command)` |

    """
  }
}

extension Input {
  fileprivate func image(_ options: MediaItem.Options) throws -> PixelImage {
    guard case .image(let image) = try MediaItem(contentsOf: path, options: options) else {
      throw InputError.otherKind(path: path, wanted: .image)
    }
    return image
  }

  fileprivate func clip(_ options: MediaItem.Options) throws -> AudioClip {
    guard case .audio(let clip) = try MediaItem(contentsOf: path, options: options) else {
      throw InputError.otherKind(path: path, wanted: .audio)
    }
    return clip
  }
}
