public import Jobs
import Media
import Metrics
import TokenStreams
public import Tokenizers

/// Encodes and decodes items under one or more length policies and measures what comes back.
public struct EvaluateJob: Sendable {
  /// What one policy gave.
  public struct Outcome: Sendable {
    /// The policy.
    public let policy: LengthPolicy
    /// One a successful item, in the order of the inputs.
    public let reconstructions: [Reconstruction]
  }

  /// What a job did.
  public struct Report: Sendable {
    /// One a policy.
    public let outcomes: [Outcome]
    /// Items that could not be read or encoded.
    public let failures: [ItemFailure]
    /// Originals above reconstructions of the first policy, when a sheet was asked for.
    public let sheet: ContactSheet?
  }

  private let inputs: [Input]
  private let models: ModelSelection
  private let policies: [LengthPolicy]
  private let options: MediaItem.Options

  /// Prepares a job; nothing is read yet.
  public init(
    inputs: [Input], models: ModelSelection, policies: [LengthPolicy],
    options: MediaItem.Options = .init()
  ) {
    self.inputs = inputs
    self.models = models
    self.policies = policies
    self.options = options
  }

  /// Measures every input, one after another so that seconds mean something.
  ///
  /// - Parameters:
  ///   - drawsSheet: whether to keep small pictures for a contact sheet.
  ///   - progress: called with the fraction done.
  /// - Returns: what each policy gave, and what failed.
  /// - Throws: errors that concern all items: a model that cannot be opened, a policy that its
  ///   tokenizer does not support.
  public func run(
    drawsSheet: Bool = false, progress: (Double) -> Void = { _ in }
  ) throws -> Report {
    let roundtrips = try policies.map {
      try Roundtrips(inputs: inputs, models: models, policy: $0)
    }
    var found: [[Reconstruction]] = policies.map { _ in [] }
    var failures: [ItemFailure] = []
    var sheet = drawsSheet ? ContactSheet() : nil
    for (index, input) in inputs.enumerated() {
      do {
        let original = try MediaItem(contentsOf: input.path, options: options)
        for (place, roundtrip) in roundtrips.enumerated() {
          let (reconstruction, encoded, decoded) = try roundtrip.run(original, name: input.name)
          found[place].append(reconstruction)
          if place == 0 { try sheet?.add(encoded, decoded) }
        }
      } catch let error as LengthPolicyError {
        throw error
      } catch {
        failures.append(ItemFailure(item: input.path, error: error))
      }
      progress(Double(index + 1) / Double(inputs.count))
    }
    let outcomes = zip(policies, found).map { Outcome(policy: $0, reconstructions: $1) }
    return Report(outcomes: outcomes, failures: failures, sheet: sheet)
  }
}

extension EvaluateJob {
  /// How many codebooks the models have that these inputs ask for, at most.
  ///
  /// - Throws: any error of opening a model.
  public static func stageCount(inputs: [Input], models: ModelSelection) throws -> Int {
    let encoders = try ItemEncoders(inputs: inputs, models: models, policy: .all)
    return encoders.header.tokenizers.map(\.vocabulary.stageCount).max() ?? 1
  }

  /// What exactly the numbers of one kind of media are.
  ///
  /// - Parameters:
  ///   - kind: the kind of media.
  ///   - preparation: how pictures were brought to what the model takes, if they were not taken
  ///     whole.
  /// - Returns: the words below a table.
  static func protocolText(_ kind: MediaKind, preparation: String? = nil) -> String {
    switch kind {
    case .image:
      (preparation.map { "pictures as encoded (\($0))" } ?? "whole pictures at their own size")
        + ", 8-bit RGB; PSNR: "
        + PixelDifference.peakSignalToNoiseRatio.protocolText + "; SSIM: "
        + StructuralSimilarity.gaussian11.protocolText
    case .audio:
      "one channel at the model's rate; " + SignalDistortionRatio.scaleInvariant.protocolText
    }
  }
}

/// The encoders and decoders of one policy.
private struct Roundtrips {
  private let encoders: ItemEncoders
  private let decoders: ItemDecoders

  init(inputs: [Input], models: ModelSelection, policy: LengthPolicy) throws {
    encoders = try ItemEncoders(inputs: inputs, models: models, policy: policy)
    decoders = try ItemDecoders(header: encoders.header, models: models, itemCount: inputs.count)
  }

  func run(
    _ original: MediaItem, name: String
  ) throws -> (Reconstruction, encoded: MediaItem, decoded: MediaItem) {
    let clock = ContinuousClock()
    let start = clock.now
    let prepared = try encoders.prepare(original, name: name)
    guard let item = try encoders.encode([prepared]).first?.get().item else {
      throw TokenizerError.unusableInput(tokenizer: "no tokenizer", reason: "it gave no codes")
    }
    let middle = clock.now
    let decoded = try decoders.decode(item)
    let end = clock.now
    let encoded = EncodedItem(codes: item.codes, sideInformation: item.sideInformation)
    let reference = reference(original, prepared)
    let tokenizer = encoders.header.tokenizers[item.tokenizer]
    let reconstruction = Reconstruction(
      name: name, model: tokenizer.id, preparation: tokenizer.preparation,
      tokenCount: encoded.tokenCount, bits: encoded.bits, size: MediaSize(item.original),
      quality: try quality(reference, decoded),
      encodeSeconds: (middle - start) / .seconds(1),
      decodeSeconds: (end - middle) / .seconds(1))
    return (reconstruction, reference, decoded)
  }

  /// What a reconstruction is measured against: of a picture, the part that was encoded.
  private func reference(_ original: MediaItem, _ prepared: ItemEncoders.Prepared) -> MediaItem {
    if case .image = original { prepared.media } else { original }
  }

  private func quality(
    _ original: MediaItem, _ decoded: MediaItem
  ) throws -> ReconstructionQuality {
    switch (original, decoded) {
    case (.image(let original), .image(let decoded)):
      return .image(
        peakSignalToNoise: try PixelDifference.peakSignalToNoiseRatio(decoded, original),
        structuralSimilarity: try? StructuralSimilarity.gaussian11(decoded, original))
    case (.audio(let original), .audio(let decoded)):
      let prepared = try original.prepared(forRate: decoded.sampleRate)
      return .audio(
        scaleInvariantSDR: SignalDistortionRatio.scaleInvariant(
          try SignalPair(reference: prepared.channels[0], estimate: decoded.channels[0])))
    case (.image, .audio), (.audio, .image):
      throw MediaError.invalidRequest(reason: "a picture and a sound cannot be compared")
    }
  }
}
