public import Media
public import TokenStreams

/// The codes that an encoder gives one item, and what else its decoder must be told.
public struct EncodedItem: Hashable, Sendable {
  /// The codes in the tokenizer's layout.
  public let codes: ItemCodes
  /// Numbers beside the codes, such as a clip's level, by name; 32 bits each.
  public let sideInformation: [String: Float]
  /// Whether the length policy got what it asked for; a quality may be out of reach.
  public let meetsPolicy: Bool

  /// Puts codes and side information together.
  public init(
    codes: ItemCodes, sideInformation: [String: Float] = [:], meetsPolicy: Bool = true
  ) {
    self.codes = codes
    self.sideInformation = sideInformation
    self.meetsPolicy = meetsPolicy
  }

  /// How many codes there are.
  public var tokenCount: Int { codes.stack.codes.count }
  /// Bits that a decoder must be given: codes, depths and side information.
  public var bits: Int { codes.stack.bits + 32 * sideInformation.count }
}

/// What encoders and decoders have in common.
public protocol Tokenizer: Sendable {
  /// Which model this is and what its codes look like.
  var identity: TokenizerIdentity { get }
}

/// Turns pictures into codes.
public protocol ImageEncoder: Tokenizer {
  /// Encodes a picture of any size.
  ///
  /// - Parameters:
  ///   - image: 8-bit RGB, `[height, width, 3]`.
  ///   - policy: how many codes to spend.
  ///   - decoder: the matching decoder; needed only where `policy.needsDecoder`.
  /// - Returns: the codes, with what a decoder must be told beside them.
  /// - Throws: `LengthPolicyError.unsupported`.
  func encode(
    _ image: PixelImage, policy: LengthPolicy, decoder: (any ImageDecoder)?
  ) throws -> EncodedItem
}

/// Turns codes into pictures.
public protocol ImageDecoder: Tokenizer {
  /// Decodes to 8-bit RGB `[height, width, 3]`.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes` when the codes are not this tokenizer's.
  func decode(_ item: EncodedItem, width: Int, height: Int) throws -> PixelImage
}

/// Turns sound into codes.
public protocol AudioEncoder: Tokenizer {
  /// The rate that clips must have, in samples a second.
  var sampleRate: Int { get }

  /// Encodes a one-channel clip at ``sampleRate``.
  ///
  /// - Throws: `LengthPolicyError.unsupported`.
  func encode(
    _ clip: AudioClip, policy: LengthPolicy, decoder: (any AudioDecoder)?
  ) throws -> EncodedItem
}

/// Turns codes into sound.
public protocol AudioDecoder: Tokenizer {
  /// The rate of decoded clips, in samples a second.
  var sampleRate: Int { get }

  /// Decodes to a one-channel clip of `sampleCount` samples at ``sampleRate``.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes` when the codes are not this tokenizer's.
  func decode(_ item: EncodedItem, sampleCount: Int) throws -> AudioClip
}

/// Why a tokenizer could not do its work on an item.
public enum TokenizerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Codes of another layout, vocabulary or extent than this tokenizer's.
  case mismatchedCodes(tokenizer: String, reason: String)
  /// An input that the tokenizer's contract rules out.
  case unusableInput(tokenizer: String, reason: String)
  /// A budget that does not buy a single code for an item.
  case budgetTooSmall(tokenizer: String, bits: Int, needed: Int)

  /// What disagrees, and with which tokenizer.
  public var description: String {
    switch self {
    case .mismatchedCodes(let tokenizer, let reason):
      "the codes do not fit \(tokenizer): \(reason); decode them with the model that made them"
    case .unusableInput(let tokenizer, let reason):
      "\(tokenizer) cannot encode this: \(reason)"
    case .budgetTooSmall(let tokenizer, let bits, let needed):
      "\(tokenizer) needs at least \(needed) bits for this item, the budget is \(bits); raise it"
    }
  }
}
