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
  /// How many pictures go through one pass together, on all threads; 1 where pictures are encoded
  /// beside each other, each on one thread. Codes don't depend on it.
  var batchSize: Int { get }

  /// What is encoded of a picture of any size, as its decoder will give it back.
  ///
  /// - Throws: `MediaError` or `TokenizerError` for a picture that cannot be encoded.
  func prepared(_ image: PixelImage) throws -> PixelImage

  /// Encodes pictures that ``prepared(_:)`` gave.
  ///
  /// - Parameters:
  ///   - images: 8-bit RGB, `[height, width, 3]` each.
  ///   - policy: how many codes to spend.
  ///   - decoder: the matching decoder; needed only where `policy.needsDecoder`.
  /// - Returns: each picture's codes, with what a decoder must be told beside them.
  /// - Throws: `LengthPolicyError.unsupported`.
  func encode(
    _ images: [PixelImage], policy: LengthPolicy, decoder: (any ImageDecoder)?
  ) throws -> [EncodedItem]
}

extension ImageEncoder {
  /// Prepares and encodes one picture of any size.
  ///
  /// - Throws: as ``prepared(_:)`` and ``encode(_:policy:decoder:)-([PixelImage],_,_)``.
  public func encode(
    _ image: PixelImage, policy: LengthPolicy = .all, decoder: (any ImageDecoder)? = nil
  ) throws -> EncodedItem {
    let items = try encode([prepared(image)], policy: policy, decoder: decoder)
    guard let item = items.first else {
      throw TokenizerError.unusableInput(tokenizer: identity.name, reason: "it gave no codes")
    }
    return item
  }
}

/// The codes of a picture, and its size.
public struct EncodedPicture: Hashable, Sendable {
  /// The codes.
  public let item: EncodedItem
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int

  /// Puts codes and size together.
  public init(item: EncodedItem, width: Int, height: Int) {
    self.item = item
    self.width = width
    self.height = height
  }
}

/// Turns codes into pictures.
public protocol ImageDecoder: Tokenizer {
  /// The side of the square of pixels that a position of the grid of codes covers; nil where
  /// positions have no place in the picture.
  var positionSide: Int? { get }

  /// How many pictures go through one pass together, on all threads; 1 where pictures are decoded
  /// beside each other, each on one thread. Pixels don't depend on it.
  var batchSize: Int { get }

  /// Decodes pictures to 8-bit RGB `[height, width, 3]` each.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes` when the codes of one are not this tokenizer's.
  func decode(_ pictures: [EncodedPicture]) throws -> [PixelImage]

  /// Decodes to 8-bit RGB `[height, width, 3]`.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes` when the codes are not this tokenizer's.
  func decode(_ item: EncodedItem, width: Int, height: Int) throws -> PixelImage
}

extension ImageDecoder {
  /// Pictures are decoded beside each other.
  public var batchSize: Int { 1 }

  /// Decodes one picture after another.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  public func decode(_ pictures: [EncodedPicture]) throws -> [PixelImage] {
    try pictures.map { try decode($0.item, width: $0.width, height: $0.height) }
  }
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
  /// Text embeddings that the tokenizer's decoder lacks or cannot take.
  case unusableText(tokenizer: String, reason: String)
  /// A budget that does not buy a single code for an item.
  case budgetTooSmall(tokenizer: String, bits: Int, needed: Int)

  /// What disagrees, and with which tokenizer.
  public var description: String {
    switch self {
    case .mismatchedCodes(let tokenizer, let reason):
      "the codes do not fit \(tokenizer): \(reason); decode them with the model that made them"
    case .unusableInput(let tokenizer, let reason):
      "\(tokenizer) cannot encode this: \(reason)"
    case .unusableText(let tokenizer, let reason):
      "\(tokenizer) \(reason)"
    case .budgetTooSmall(let tokenizer, let bits, let needed):
      "\(tokenizer) needs at least \(needed) bits for this item, the budget is \(bits); raise it"
    }
  }
}
