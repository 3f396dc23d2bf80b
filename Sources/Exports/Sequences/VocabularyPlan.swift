/// Which tokens of a shared vocabulary mean what: a range for the tokens of each modality, one for
/// each special token, and one for classes.
///
/// Ranges follow each other without gaps in this order: the reserved tokens; the tokens of all
/// modalities as they were given; then, modality after modality, `begin`, `end` and the classes, as
/// far as they are asked for. With ``Placement/first`` the special tokens and classes come between
/// the reserved tokens and the modalities.
public struct VocabularyPlan: Hashable, Sendable {
  /// What one modality needs.
  public struct Modality: Hashable, Sendable, Codable {
    /// The modality's name, such as `image`.
    public let name: String
    /// How many tokens its sequences are made of, special tokens below not counted.
    public let tokenCount: Int
    /// Whether a token begins each sequence.
    public let begins: Bool
    /// Whether a token ends each sequence.
    public let ends: Bool
    /// How many classes have a token, which follows the beginning of a sequence.
    public let classCount: Int

    /// Says what is needed.
    public init(
      _ name: String, tokenCount: Int, begins: Bool = false, ends: Bool = false,
      classCount: Int = 0
    ) {
      self.name = name
      self.tokenCount = tokenCount
      self.begins = begins
      self.ends = ends
      self.classCount = classCount
    }
  }

  /// Where special tokens and classes stand.
  public enum Placement: String, Hashable, Sendable, Codable, CaseIterable {
    /// Behind the tokens of all modalities.
    case last
    /// Before them.
    case first
  }

  /// A run of tokens of one meaning.
  public struct Range: Hashable, Sendable, Codable {
    /// What the tokens are: a modality, or a modality and `begin`, `end` or `class` behind a dot.
    public let name: String
    /// The first token.
    public let first: Int
    /// How many tokens there are.
    public let count: Int
  }

  /// The modalities, in the order of their tokens.
  public let modalities: [Modality]
  /// Where special tokens and classes stand.
  public let specialTokens: Placement
  /// How many tokens before all others are left to something else, such as a text tokenizer.
  public let reserved: Int
  /// Every token's meaning, ascending and without gaps.
  public let ranges: [Range]
  /// How many tokens there are in all.
  public var size: Int { ranges.last.map { $0.first + $0.count } ?? 0 }

  /// Assigns tokens to modalities.
  ///
  /// - Throws: `VocabularyPlanError.unusable` for names that are empty or repeated, counts that are
  ///   negative, modalities without tokens, and more than 2^32 - 1 tokens in all.
  public init(
    _ modalities: [Modality], specialTokens: Placement = .last, reserved: Int = 0
  ) throws(VocabularyPlanError) {
    if let reason = Self.contradiction(in: modalities, reserved: reserved) {
      throw .unusable(reason: reason)
    }
    self.modalities = modalities
    self.specialTokens = specialTokens
    self.reserved = reserved
    let codes = modalities.map { ($0.name, $0.tokenCount) }
    let others = modalities.flatMap { modality in
      [
        (modality.name + ".begin", modality.begins ? 1 : 0),
        (modality.name + ".end", modality.ends ? 1 : 0),
        (modality.name + ".class", modality.classCount),
      ]
    }
    let all = [("reserved", reserved)] + (specialTokens == .last ? codes + others : others + codes)
    var next = 0
    ranges = all.filter { $0.1 > 0 }.map { name, count in
      defer { next += count }
      return Range(name: name, first: next, count: count)
    }
  }

  private static func contradiction(in modalities: [Modality], reserved: Int) -> String? {
    let names = Set(modalities.map(\.name))
    guard !modalities.isEmpty, names.count == modalities.count else {
      return "there is at least one modality, and each has a name of its own"
    }
    guard names.allSatisfy({ !$0.isEmpty && !$0.contains(".") && $0 != "reserved" }) else {
      return "a modality's name is not empty, not 'reserved', and has no dot"
    }
    let counts = [reserved] + modalities.flatMap { [$0.tokenCount, $0.classCount] }
    let most = Int(UInt32.max)
    guard counts.allSatisfy({ (0...most).contains($0) }), modalities.count <= most >> 16,
      modalities.allSatisfy({ $0.tokenCount > 0 }),
      counts.reduce(2 * modalities.count, +) <= most
    else { return "counts are not negative, modalities have tokens, and there are below 2^32" }
    return nil
  }

  /// How sequences of one modality are laid out.
  ///
  /// - Throws: `VocabularyPlanError.noSuchModality`.
  public func layout(of modality: String) throws(VocabularyPlanError) -> SequenceLayout {
    guard let codes = range(modality), modalities.contains(where: { $0.name == modality }) else {
      throw .noSuchModality(modality, known: modalities.map(\.name))
    }
    return SequenceLayout(
      modality: modality, codes: codes, begin: range(modality + ".begin")?.lowerBound,
      end: range(modality + ".end")?.lowerBound, classes: range(modality + ".class"))
  }

  private func range(_ name: String) -> Swift.Range<UInt32>? {
    ranges.first { $0.name == name }.map {
      UInt32(clamping: $0.first)..<UInt32(clamping: $0.first + $0.count)
    }
  }
}

extension VocabularyPlan: Codable {
  private enum CodingKeys: String, CodingKey {
    case modalities, specialTokens, reserved, ranges, size
  }

  /// Writes what was asked for and what came of it.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(modalities, forKey: .modalities)
    try fields.encode(specialTokens, forKey: .specialTokens)
    try fields.encode(reserved, forKey: .reserved)
    try fields.encode(ranges, forKey: .ranges)
    try fields.encode(size, forKey: .size)
  }

  /// Reads what was asked for; the ranges follow from it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      try fields.decode([Modality].self, forKey: .modalities),
      specialTokens: try fields.decode(Placement.self, forKey: .specialTokens),
      reserved: try fields.decode(Int.self, forKey: .reserved))
  }
}
