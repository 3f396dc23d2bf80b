/// Which pairs may be merged.
struct PairRules: Sendable {
  /// How many base codes there are.
  let alphabetSize: Int
  /// How many base codes are in each merged token, from token ``alphabetSize`` on.
  var mergedLengths: [Int]
  private let minimumFrequency: Int
  private let maximumTokenLength: Int

  /// The rules of a training that goes on from a table.
  init(_ table: MergeTable, _ options: PairTrainingOptions) {
    alphabetSize = table.alphabetSize
    mergedLengths = (table.alphabetSize..<table.tokenCount).map { table.length(of: UInt32($0)) }
    minimumFrequency = max(options.minimumFrequency, 1)
    maximumTokenLength = options.maximumTokenLength ?? .max
  }

  /// Behind every pair that is frequent enough and before every other one.
  var lastCandidate: PairCandidate { PairCandidate(count: minimumFrequency - 1, key: 0) }

  /// Whether a pair may be merged.
  func allow(_ candidate: PairCandidate) -> Bool {
    candidate.count >= minimumFrequency
      && (maximumTokenLength == .max
        || length(of: candidate.left) + length(of: candidate.right) <= maximumTokenLength)
  }

  private func length(of token: UInt32) -> Int {
    Int(token) < alphabetSize ? 1 : mergedLengths[Int(token) - alphabetSize]
  }
}
