public import Media
import Metrics
import Tensors
import TokenStreams

/// Sound by lapped cosine transform, Karhunen-Loève transform and residual vector quantization: the
/// linear baseline that a learned audio tokenizer must beat at equal bits.
///
/// A clip is scaled to unit level first and its level kept beside the codes, so that quiet clips
/// are coded as well as loud ones.
public struct LinearAudioTokenizer: AudioEncoder, AudioDecoder {
  /// Which model this is.
  public let identity: TokenizerIdentity
  /// Samples a second.
  public let sampleRate: Int
  private let model: LinearModel
  private let coder: ResidualCoder
  private let lapped: LappedCosineTransform

  /// The name of the level among an item's side information.
  private static let level = "level"

  /// Loads a model of family `linear-audio`.
  ///
  /// - Throws: `ModelError`, `CheckpointError` or `FileError`.
  public init(folder: ModelFolder) throws {
    let model = try LinearModel(folder: folder, family: .linearAudio)
    guard let sampleRate = model.configuration.sampleRate, let hop = model.configuration.hopLength
    else {
      throw ModelError.badConfiguration(
        path: folder.configurationPath, reason: "sample_rate or hop_length is missing")
    }
    self.sampleRate = sampleRate
    self.model = model
    coder = ResidualCoder(quantizer: model.quantizer)
    lapped = LappedCosineTransform(hop: hop)
    identity = TokenizerIdentity(
      name: folder.name, weights: try folder.weightsDigest(), media: .audio, layout: .frames,
      vocabulary: coder.vocabulary)
  }

  /// Encodes a one-channel clip into frames of one position a hop.
  ///
  /// - Throws: `LengthPolicyError.unsupported`, or `TokenizerError` for a clip of another rate or
  ///   channel count.
  public func encode(
    _ clip: AudioClip, policy: LengthPolicy, decoder: (any AudioDecoder)? = nil
  ) throws -> EncodedItem {
    guard clip.sampleRate == sampleRate, clip.channels.count == 1 else {
      throw TokenizerError.unusableInput(
        tokenizer: identity.name,
        reason: "the clip is not one channel at \(sampleRate) Hz; mix down and resample it first")
    }
    let level = ClipLevel(of: clip.channels[0])
    let spectrum = lapped.forward(level.normalized(clip.channels[0]))
    let coordinates = model.transform.forward(spectrum)
    let terms = LengthTerms(
      tokenizer: identity.name, budgetUnit: .kilobitsPerSecond, extent: 1000 * clip.seconds,
      sideBits: ClipLevel.bits, metric: .siSDR
    ) { stack in
      let decoded = try (decoder ?? self).decode(
        item(stack, level: level), sampleCount: clip.sampleCount)
      return SignalDistortionRatio.scaleInvariant(
        try SignalPair(reference: clip.channels[0], estimate: decoded.channels[0]))
    }
    let (stack, meetsPolicy) = try coder.encode(coordinates, policy: policy, terms: terms)
    return item(stack, level: level, meetsPolicy: meetsPolicy)
  }

  private func item(
    _ stack: CodeStack, level: ClipLevel, meetsPolicy: Bool = true
  ) -> EncodedItem {
    EncodedItem(
      codes: .frames(CodeFrames(stack: stack)),
      sideInformation: [Self.level: level.rootMeanSquare], meetsPolicy: meetsPolicy)
  }

  /// Decodes frames of codes to a one-channel clip.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  public func decode(_ item: EncodedItem, sampleCount: Int) throws -> AudioClip {
    guard case .frames(let frames) = item.codes, frames.stack.vocabulary == coder.vocabulary,
      let level = item.sideInformation[Self.level], level.isFinite
    else {
      throw TokenizerError.mismatchedCodes(
        tokenizer: identity.name,
        reason: "frames with vocabulary \(coder.vocabulary.sizes) and a level are needed")
    }
    guard frames.stack.positionCount == lapped.frameCount(sampleCount: sampleCount) else {
      throw TokenizerError.mismatchedCodes(
        tokenizer: identity.name,
        reason: "\(frames.stack.positionCount) frames for \(sampleCount) samples")
    }
    let spectrum = model.transform.inverse(coder.decode(frames.stack)).scaled(by: level)
    return AudioClip(
      sampleRate: sampleRate, channels: [lapped.inverse(spectrum, sampleCount: sampleCount)])
  }
}
