import PairEncoding
import Tensors
import TokenStreams

/// Seeded corpora of the kinds that pair encoding must get right.
struct RandomCorpora {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// A number below a bound.
  mutating func number(below bound: Int) -> Int { random.index(below: bound) }

  /// A few sequences over a small alphabet: evenly spread, in runs, of cycles, or of phrases; with
  /// empty and equal ones among them.
  mutating func corpus(
    alphabetSize: Int, sequences: Int = 6, length: Int = 30
  ) -> [[UInt32]] {
    let phrases = (0..<3).map { _ in codes(2 + random.index(below: 4), below: alphabetSize) }
    let kind = random.index(below: 4)
    var corpus = (0..<1 + random.index(below: sequences)).map { _ -> [UInt32] in
      let wanted = random.index(below: length)
      var sequence: [UInt32] = []
      while sequence.count < wanted {
        switch kind {
        case 0: sequence += codes(1, below: alphabetSize)
        case 1:
          let run = codes(1, below: alphabetSize)[0]
          sequence += repeatElement(run, count: 1 + random.index(below: 9))
        case 2: sequence += phrases[0]
        default: sequence += phrases[random.index(below: phrases.count)]
        }
      }
      return Array(sequence.prefix(wanted))
    }
    if random.index(below: 3) == 0 { corpus.append(corpus[random.index(below: corpus.count)]) }
    if random.index(below: 5) == 0 { corpus.insert([], at: 0) }
    return corpus
  }

  /// Evenly spread codes.
  mutating func codes(_ count: Int, below bound: Int) -> [UInt32] {
    (0..<count).map { _ in UInt32(random.index(below: bound)) }
  }
}

extension MergeTable {
  /// The merges as the naive reference has them.
  var rules: [NaivePairEncoding.Rule] { merges.map { ($0.left, $0.right, $0.result) } }

  /// Takes the naive reference's merges.
  init(alphabetSize: Int, rules: [NaivePairEncoding.Rule]) throws {
    try self.init(
      alphabetSize: alphabetSize,
      merges: rules.map { Merge(left: $0.left, right: $0.right, result: $0.result) })
  }
}

extension TokenSequences {
  /// One array a sequence.
  var arrays: [[UInt32]] { (0..<count).map { Array(self[$0]) } }
}

extension SequencePairEncoder {
  /// Encodes one sequence.
  func tokens(of codes: [UInt32], mode: EncodingMode = .mergeOrder) throws -> [UInt32] {
    try encode(TokenSequences([codes]), mode: mode).tokens
  }
}
