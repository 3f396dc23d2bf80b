import Tensors
import TokenStreams

/// What a length policy has to know of an item and the tokenizer that codes it.
struct LengthTerms {
  /// The tokenizer's name, for errors.
  let tokenizer: String
  /// The only unit of budget that makes sense for the item.
  let budgetUnit: BitBudget.Unit
  /// How large the item is in what the budget counts by: pixels, or thousandths of a second.
  let extent: Double
  /// Bits that the item has beside its codes.
  let sideBits: Int
  /// The only metric that makes sense for the item.
  let metric: QualityTarget.Metric
  /// That metric of what the item's codes decode to.
  let quality: (CodeStack) throws -> Double
}

extension ResidualCoder {
  /// Codes `[positions, dimension]` vectors as long as a policy asks.
  ///
  /// - Returns: the codes, and whether the policy got what it asked for.
  /// - Throws: `LengthPolicyError.unsupported`, `TokenizerError.budgetTooSmall`, or an error of
  ///   measuring the quality.
  func encode(
    _ vectors: Tensor, policy: LengthPolicy, terms: LengthTerms
  ) throws -> (stack: CodeStack, meetsPolicy: Bool) {
    let all = vocabulary.stageCount
    switch policy {
    case .all:
      return (try encode(vectors, depth: all), true)
    case .codebooks(let count) where (1...all).contains(count):
      return (try encode(vectors, depth: count), true)
    case .budget(let budget) where budget.unit == terms.budgetUnit:
      guard let bits = budget.bits(for: terms.extent) else { throw unsupported(policy, terms) }
      let codeBits = max(bits - terms.sideBits, 0)
      try checkBudget(codeBits, positions: vectors.shape[0], tokenizer: terms.tokenizer)
      return (try encode(vectors, bitBudget: codeBits), true)
    case .quality(let target) where target.metric == terms.metric:
      let search = try QualitySearch(
        of: try encode(vectors, depth: all), reaching: target.decibels, quality: terms.quality)
      return (search.stack, search.reachesTarget)
    case .codebooks, .budget, .quality:
      throw unsupported(policy, terms)
    }
  }

  private func unsupported(_ policy: LengthPolicy, _ terms: LengthTerms) -> LengthPolicyError {
    .unsupported(
      policy: policy.description, tokenizer: terms.tokenizer,
      supported: "all, 1 to \(vocabulary.stageCount) codebooks, \(terms.metric.rawValue):DECIBELS "
        + "and a budget in \(terms.budgetUnit.rawValue)")
  }

  /// Checks that a budget buys at least one code: at every position alike, or at one position with
  /// the depths of all beside it.
  private func checkBudget(_ bits: Int, positions: Int, tokenizer: String) throws {
    let one = vocabulary.bits(depth: 1)
    let needed = min(one * positions, one + vocabulary.bitsOfDepth * positions)
    guard bits >= needed else {
      throw TokenizerError.budgetTooSmall(tokenizer: tokenizer, bits: bits, needed: needed)
    }
  }
}
