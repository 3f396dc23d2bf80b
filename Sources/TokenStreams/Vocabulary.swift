/// How many codes each stage (codebook) of a tokenizer has.
public struct Vocabulary: Hashable, Sendable, Codable {
  /// One size a stage, first stage first, each in `1...UInt32.max`.
  public let sizes: [Int]

  /// Takes one size a stage, for 1 to 255 stages.
  public init(sizes: [Int]) {
    precondition(
      Self.arePossible(sizes),
      "a vocabulary has 1 to 255 stages and every stage 1 to 2^32 - 1 codes")
    self.sizes = sizes
  }

  private static func arePossible(_ sizes: [Int]) -> Bool {
    (1...255).contains(sizes.count) && sizes.allSatisfy { (1...Int(UInt32.max)).contains($0) }
  }

  /// How many stages there are.
  public var stageCount: Int { sizes.count }

  /// Bits that store one code of a stage: the least b with 2^b codes or more.
  public func bits(ofStage stage: Int) -> Int {
    Self.bits(choices: sizes[stage])
  }

  /// Bits that store how many stages one position holds, `0...stageCount`.
  public var bitsOfDepth: Int { Self.bits(choices: stageCount + 1) }

  /// Bits that store the first `depth` stages of one position.
  public func bits(depth: Int) -> Int {
    (0..<depth).reduce(0) { $0 + bits(ofStage: $1) }
  }

  private static func bits(choices: Int) -> Int {
    Int.bitWidth - (choices - 1).leadingZeroBitCount
  }

  /// Writes the array of sizes itself.
  public func encode(to encoder: any Encoder) throws {
    try sizes.encode(to: encoder)
  }

  /// Reads an array of sizes.
  public init(from decoder: any Decoder) throws {
    let sizes = try [Int](from: decoder)
    guard Self.arePossible(sizes) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "impossible vocabulary sizes"))
    }
    self.sizes = sizes
  }
}
