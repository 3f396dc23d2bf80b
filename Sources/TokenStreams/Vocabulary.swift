/// How many codes each stage (codebook) of a tokenizer has.
public struct Vocabulary: Hashable, Sendable, Codable {
  /// One size a stage, first stage first, each at least 1.
  public let sizes: [Int]

  /// Takes one size a stage.
  public init(sizes: [Int]) {
    precondition(
      !sizes.isEmpty && sizes.allSatisfy { $0 >= 1 && $0 <= Int(UInt32.max) },
      "a vocabulary has at least one stage and every stage at least one code")
    self.sizes = sizes
  }

  /// How many stages there are.
  public var stageCount: Int { sizes.count }

  /// Bits that store one code of a stage: the least b with 2^b codes or more.
  public func bits(ofStage stage: Int) -> Int {
    Int.bitWidth - (sizes[stage] - 1).leadingZeroBitCount
  }

  /// Bits that store the first `depth` stages of one position.
  public func bits(depth: Int) -> Int {
    (0..<depth).reduce(0) { $0 + bits(ofStage: $1) }
  }

  /// The size as JSON: the array of sizes itself.
  public func encode(to encoder: any Encoder) throws {
    try sizes.encode(to: encoder)
  }

  /// Reads an array of sizes.
  public init(from decoder: any Decoder) throws {
    let sizes = try [Int](from: decoder)
    guard !sizes.isEmpty, sizes.count <= 255,
      sizes.allSatisfy({ $0 >= 1 && $0 <= Int(UInt32.max) })
    else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "impossible vocabulary sizes"))
    }
    self.sizes = sizes
  }
}
