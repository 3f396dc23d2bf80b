import TokenStreams

/// Sequences of phrases that come again and again, common ones far more often than rare ones, with
/// noise and runs of one code between them.
struct PhraseCorpus {
  private var random: Randomness
  private let codes: [UInt32]
  private let phrases: [[UInt32]]

  /// Draws the phrases of a corpus over some codes.
  init(codes: [UInt32], phraseCount: Int = 200, seed: UInt64) {
    var random = Randomness(seed: seed)
    self.codes = codes
    phrases = (0..<phraseCount).map { _ in
      (0..<Int.random(in: 2...8, using: &random)).map { _ in
        codes[Int.random(in: codes.indices, using: &random)]
      }
    }
    self.random = random
  }

  /// Draws the next sequences; the first ones are empty, of one code, and runs of one code.
  mutating func sequences(_ count: Int, longest: Int = 60) -> TokenSequences {
    let special: [[UInt32]] = [
      [], [codes[0]], [], Array(repeating: codes[codes.count - 1], count: 33),
    ]
    return TokenSequences(
      special + (special.count..<max(count, special.count)).map { _ in sequence(longest) })
  }

  private mutating func sequence(_ longest: Int) -> [UInt32] {
    let wanted = Int.random(in: 0...longest, using: &random)
    var sequence: [UInt32] = []
    while sequence.count < wanted {
      let code = codes[Int.random(in: codes.indices, using: &random)]
      switch Int.random(in: 0..<10, using: &random) {
      case 0: sequence.append(code)
      case 1: sequence += Array(repeating: code, count: Int.random(in: 1...9, using: &random))
      default:
        // The square makes low numbers common.
        let place = Double.random(in: 0..<1, using: &random)
        sequence += phrases[Int(place * place * Double(phrases.count))]
      }
    }
    return Array(sequence.prefix(wanted))
  }
}
