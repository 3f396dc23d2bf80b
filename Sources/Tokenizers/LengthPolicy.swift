/// How many codes an item gets.
///
/// Length is a policy and not a number: what is asked for may be a count, a quality that each item
/// must reach with as few codes as it can, or a budget of bits spent where they help most.
public enum LengthPolicy: Hashable, Sendable {
  /// Every code the tokenizer has.
  case all
  /// The first codebooks of a residual quantizer at every position.
  case codebooks(Int)
  /// The fewest codebooks whose reconstruction reaches a quality, decided item by item.
  case quality(QualityTarget)
  /// As many codes as the bits allow, position by position, the greatest error reduction per bit
  /// first.
  case budget(BitBudget)

  /// Whether following the policy takes a decoder beside the encoder.
  public var needsDecoder: Bool {
    if case .quality = self { true } else { false }
  }
}

extension LengthPolicy {
  /// Refuses every policy but ``all``, for tokenizers whose length is fixed.
  ///
  /// - Throws: `LengthPolicyError.unsupported`.
  func requireAll(tokenizer: String) throws {
    guard self == .all else {
      throw LengthPolicyError.unsupported(
        policy: description, tokenizer: tokenizer, supported: "all")
    }
  }
}

/// A reconstruction quality to reach.
public struct QualityTarget: Hashable, Sendable {
  /// What is measured.
  public enum Metric: String, Hashable, Sendable, CaseIterable {
    /// Peak signal-to-noise ratio of 8-bit RGB pixels.
    case psnr
    /// Scale-invariant signal-to-distortion ratio of samples.
    case siSDR = "sisdr"
  }

  /// What is measured.
  public let metric: Metric
  /// The least value that will do, in decibels.
  public let decibels: Double

  /// Asks for a quality.
  public init(metric: Metric, decibels: Double) {
    self.metric = metric
    self.decibels = decibels
  }
}

/// A number of bits in proportion to an item's size.
public struct BitBudget: Hashable, Sendable {
  /// What the bits are counted by.
  public enum Unit: String, Hashable, Sendable, CaseIterable {
    /// Bits per pixel of the original picture.
    case bitsPerPixel = "bpp"
    /// Thousand bits per second of sound.
    case kilobitsPerSecond = "kbps"
  }

  /// How many of the unit.
  public let amount: Double
  /// What the bits are counted by.
  public let unit: Unit

  /// Allows so many bits.
  public init(amount: Double, unit: Unit) {
    self.amount = amount
    self.unit = unit
  }

  /// The bits for so many of the unit's denominator (pixels, or thousandths of a second), or nil
  /// when the amount is no number of bits at all: negative, infinite or NaN.
  func bits(for extent: Double) -> Int? {
    guard amount >= 0, amount.isFinite else { return nil }
    return Int(min(amount * extent, 0x1p52))
  }
}

extension LengthPolicy: CustomStringConvertible {
  /// The text form that ``init(parsing:)`` reads: `all`, `codebooks:3`, `psnr:26.0`, `0.3bpp`.
  public var description: String {
    switch self {
    case .all: "all"
    case .codebooks(let count): "codebooks:\(count)"
    case .quality(let target): "\(target.metric.rawValue):\(target.decibels)"
    case .budget(let budget): "\(budget.amount)\(budget.unit.rawValue)"
    }
  }

  /// Reads the text form.
  ///
  /// - Throws: `LengthPolicyError.malformed`.
  public init(parsing text: String) throws(LengthPolicyError) {
    if text == "all" {
      self = .all
    } else if text.hasPrefix("codebooks:") {
      guard let count = Int(text.dropFirst("codebooks:".count)), count > 0 else {
        throw .malformed(text, expected: "codebooks:K with K at least 1")
      }
      self = .codebooks(count)
    } else if text.contains(":") {
      self = .quality(try QualityTarget(parsing: text))
    } else {
      self = .budget(try BitBudget(parsing: text))
    }
  }
}

extension QualityTarget {
  /// Reads `psnr:26` or `sisdr:8`.
  ///
  /// - Throws: `LengthPolicyError.malformed`.
  public init(parsing text: String) throws(LengthPolicyError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let metric = Metric(rawValue: String(parts[0])),
      let decibels = Double(parts[1]), decibels.isFinite
    else { throw .malformed(text, expected: "psnr:DECIBELS or sisdr:DECIBELS") }
    self.init(metric: metric, decibels: decibels)
  }
}

extension BitBudget {
  /// Reads `0.3bpp` or `2kbps`.
  ///
  /// - Throws: `LengthPolicyError.malformed`.
  public init(parsing text: String) throws(LengthPolicyError) {
    for unit in Unit.allCases where text.hasSuffix(unit.rawValue) {
      guard let amount = Double(text.dropLast(unit.rawValue.count)), amount.isFinite, amount > 0
      else { break }
      self.init(amount: amount, unit: unit)
      return
    }
    throw .malformed(text, expected: "a positive number with its unit, 0.3bpp or 2kbps")
  }
}

/// Why a length policy cannot be read or followed.
public enum LengthPolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  case malformed(String, expected: String)
  /// The tokenizer cannot follow the policy.
  case unsupported(policy: String, tokenizer: String, supported: String)

  /// What was asked, and what can be.
  public var description: String {
    switch self {
    case .malformed(let text, let expected):
      "'\(text)' is no length policy; expected \(expected)"
    case .unsupported(let policy, let tokenizer, let supported):
      "\(tokenizer) cannot follow the length policy \(policy); it supports \(supported)"
    }
  }
}
