import Glibc

/// How a tokenizer uses its codebooks over many items.
///
/// Memory grows with the codes that were seen, not with the vocabulary.
public struct CodebookStatistics: Sendable {
  /// The use of one stage's codebook.
  public struct Stage: Hashable, Sendable {
    /// How many codes the codebook has.
    public let codebookSize: Int
    /// How many codes were counted.
    public let total: Int
    /// How many different codes were among them.
    public let used: Int
    /// Shannon entropy of the codes' frequencies f in bits, `-Σ f log2 f`; 0 for no codes.
    public let entropy: Double

    /// The used share of the codebook, in `0...1`.
    public var usage: Double { Double(used) / Double(codebookSize) }

    /// How many equally frequent codes would have the same entropy, `2^entropy`.
    public var perplexity: Double { exp2(entropy) }
  }

  /// The vocabulary that all counted codes share.
  public let vocabulary: Vocabulary
  /// How many positions were counted.
  public private(set) var positionCount = 0
  private var counts: [[UInt32: Int]]

  /// Starts with nothing counted.
  public init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    counts = Array(repeating: [:], count: vocabulary.stageCount)
  }

  /// Counts every code of one item, which must be of this vocabulary.
  public mutating func add(_ stack: CodeStack) {
    precondition(stack.vocabulary == vocabulary, "codes of another vocabulary")
    positionCount += stack.positionCount
    var next = 0
    for depth in stack.depths {
      for stage in 0..<Int(depth) { counts[stage][stack.codes[next + stage], default: 0] += 1 }
      next += Int(depth)
    }
  }

  /// The use of each stage so far, first stage first.
  public var stages: [Stage] {
    zip(vocabulary.sizes, counts).map { size, counts in
      let total = counts.values.reduce(0, +)
      return Stage(
        codebookSize: size, total: total, used: counts.count,
        entropy: Self.entropy(counts: Array(counts.values), total: total))
    }
  }

  /// How many codes were counted in all stages.
  public var codeCount: Int { stages.reduce(0) { $0 + $1.total } }

  /// Summed from the rarest code up: the order of a dictionary would change the last bits.
  private static func entropy(counts: [Int], total: Int) -> Double {
    counts.sorted().reduce(0) { bits, count in
      let frequency = Double(count) / Double(total)
      return bits - frequency * log2(frequency)
    }
  }
}
