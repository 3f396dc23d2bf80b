import FoundationEssentials

/// The sizes of a MaskGIT-VQGAN, under the names that its reference implementation gives them
/// (bytedance/1d-tokenizer; Chang et al., arXiv:2202.04200).
public struct VQGANConfiguration: Codable, Equatable, Sendable {
  /// Width of each level, as a multiple of ``hiddenChannels``; the first level is the finest.
  public let channelMultipliers: [Int]
  /// Levels; all but the last one halve the picture.
  public let levelCount: Int
  /// Width of the finest level.
  public let hiddenChannels: Int
  /// Residual blocks of each level, and between the levels and the latent.
  public let blockCount: Int
  /// Numbers in a latent vector before quantization.
  public let latentChannels: Int
  /// Codes in the codebook.
  public let codebookSize: Int
  /// Numbers in a code's vector.
  public let codeDimension: Int
  /// Channels of a picture.
  public let imageChannels: Int
  /// Side of the pictures it was trained on.
  public let resolution: Int

  private enum CodingKeys: String, CodingKey {
    case channelMultipliers = "channel_mult"
    case levelCount = "num_resolutions"
    case hiddenChannels = "hidden_channels"
    case blockCount = "num_res_blocks"
    case latentChannels = "z_channels"
    case codebookSize = "num_embeddings"
    case codeDimension = "embedding_dim"
    case imageChannels = "num_channels"
    case resolution
  }

  /// Another name of one key, in the configuration of openMUSE.
  private enum OtherKeys: String, CodingKey {
    case codeDimension = "quantized_embed_dim"
  }

  /// Reads the published keys; the number of levels may be left to the list of their widths.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Int { try keys.decode(Int.self, forKey: key) }
    channelMultipliers = try keys.decode([Int].self, forKey: .channelMultipliers)
    levelCount =
      try keys.decodeIfPresent(Int.self, forKey: .levelCount) ?? channelMultipliers.count
    hiddenChannels = try number(.hiddenChannels)
    blockCount = try number(.blockCount)
    latentChannels = try number(.latentChannels)
    codebookSize = try number(.codebookSize)
    codeDimension =
      try decoder.container(keyedBy: OtherKeys.self)
      .decodeIfPresent(Int.self, forKey: .codeDimension) ?? number(.codeDimension)
    imageChannels = try number(.imageChannels)
    resolution = try number(.resolution)
  }

  init(
    channelMultipliers: [Int], levelCount: Int, hiddenChannels: Int, blockCount: Int,
    latentChannels: Int, codebookSize: Int, codeDimension: Int, imageChannels: Int, resolution: Int
  ) {
    self.channelMultipliers = channelMultipliers
    self.levelCount = levelCount
    self.hiddenChannels = hiddenChannels
    self.blockCount = blockCount
    self.latentChannels = latentChannels
    self.codebookSize = codebookSize
    self.codeDimension = codeDimension
    self.imageChannels = imageChannels
    self.resolution = resolution
  }

  /// The sizes of the published tokenizer, whose decoder also ends the legacy TiTok models.
  public static let published = VQGANConfiguration(
    channelMultipliers: [1, 1, 2, 2, 4], levelCount: 5, hiddenChannels: 128, blockCount: 2,
    latentChannels: 256, codebookSize: 1024, codeDimension: 256, imageChannels: 3, resolution: 256)

  /// Pixels along the side of one code's square.
  public var factor: Int { 1 << (levelCount - 1) }

  /// Channels of a level.
  func channels(ofLevel level: Int) -> Int { hiddenChannels * channelMultipliers[level] }

  /// Complains about sizes that no model has.
  ///
  /// - Throws: `ModelError.badConfiguration`.
  func check(path: String) throws {
    func require(_ holds: Bool, _ reason: String) throws {
      guard holds else { throw ModelError.badConfiguration(path: path, reason: reason) }
    }
    try require(
      (1...12).contains(levelCount) && channelMultipliers.count == levelCount,
      "channel_mult has \(channelMultipliers.count) entries for num_resolutions \(levelCount)")
    try require(
      (1...4096).contains(hiddenChannels) && hiddenChannels % VQGANResidualBlock.groupCount == 0,
      "hidden_channels \(hiddenChannels) is not a multiple of 32 within 32...4096")
    try require(
      channelMultipliers.allSatisfy { (1...64).contains($0) },
      "channel_mult \(channelMultipliers) is not within 1...64")
    try require((1...64).contains(blockCount), "num_res_blocks \(blockCount) is not within 1...64")
    try require(
      (1...65_536).contains(latentChannels) && codeDimension == latentChannels,
      "embedding_dim \(codeDimension) is not z_channels \(latentChannels)")
    try require(
      (1...1 << 24).contains(codebookSize), "num_embeddings \(codebookSize) is not possible")
    try require(imageChannels == 3, "num_channels \(imageChannels) is not 3")
    try require(
      (factor...8192).contains(resolution),
      "resolution \(resolution) is not within \(factor)...8192")
  }
}
