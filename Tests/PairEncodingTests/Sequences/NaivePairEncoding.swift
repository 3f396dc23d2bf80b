/// Pair encoding as `Tests/Goldens/bpe/integer-bpe/README.md` words it, looking at everything again
/// and again: what the room's results are compared with.
enum NaivePairEncoding {
  typealias Rule = (left: UInt32, right: UInt32, result: UInt32)

  struct Options {
    var merges = Int.max
    var minimumFrequency = 0
    var maximumTokenLength = Int.max
    var targetCompression = Double.infinity
  }

  /// Steps 1 to 5: counts are kept incrementally, as neighbours are at the moment of each merge.
  static func train(
    _ sequences: [[UInt32]], weights: [Int]? = nil, alphabetSize: Int, options: Options
  ) -> [Rule] {
    var words: [[UInt32]: Int] = [:]
    for (index, sequence) in sequences.enumerated() {
      words[sequence, default: 0] += weights?[index] ?? 1
    }
    var pool = words.map { (tokens: $0.key, multiplicity: $0.value) }
    var counts: [[UInt32]: Int] = [:]
    for (tokens, multiplicity) in pool {
      for pair in zip(tokens, tokens.dropFirst()) {
        counts[[pair.0, pair.1], default: 0] += multiplicity
      }
    }
    var expansions = (0..<UInt32(alphabetSize)).map { [$0] }
    let codeCount = pool.reduce(0) { $0 + $1.tokens.count * $1.multiplicity }
    var rules: [Rule] = []
    while rules.count < options.merges {
      let tokenCount = pool.reduce(0) { $0 + $1.tokens.count * $1.multiplicity }
      if Double(codeCount) >= options.targetCompression * Double(tokenCount) { break }
      let allowed = counts.filter {
        let length = expansions[Int($0.key[0])].count + expansions[Int($0.key[1])].count
        return length <= options.maximumTokenLength
      }
      let first = allowed.min {
        $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
      }
      guard let first, first.value >= 1, first.value >= options.minimumFrequency else { break }
      let (left, right) = (first.key[0], first.key[1])
      let codes = expansions[Int(left)] + expansions[Int(right)]
      let result = expansions.firstIndex(of: codes) ?? expansions.count
      if result == expansions.count { expansions.append(codes) }
      rules.append((left, right, UInt32(result)))
      for index in pool.indices {
        merge(
          &pool[index].tokens, rules[rules.count - 1], pool[index].multiplicity, &counts)
      }
      counts[first.key] = nil
    }
    return rules
  }

  private static func merge(
    _ tokens: inout [UInt32], _ rule: Rule, _ multiplicity: Int, _ counts: inout [[UInt32]: Int]
  ) {
    var place = 0
    while place + 1 < tokens.count {
      if tokens[place] == rule.left, tokens[place + 1] == rule.right {
        tokens.replaceSubrange(place...place + 1, with: [rule.result])
        if place > 0 {
          counts[[tokens[place - 1], rule.left], default: 0] -= multiplicity
          counts[[tokens[place - 1], rule.result], default: 0] += multiplicity
        }
        if place + 1 < tokens.count {
          counts[[rule.right, tokens[place + 1]], default: 0] -= multiplicity
          counts[[rule.result, tokens[place + 1]], default: 0] += multiplicity
        }
      }
      place += 1
    }
  }

  /// Applies the applicable merge of lowest rank, leftmost first, until none applies.
  static func encode(_ codes: [UInt32], _ rules: [Rule]) -> [UInt32] {
    var ranks: [[UInt32]: (rank: Int, result: UInt32)] = [:]
    for (rank, rule) in rules.enumerated() { ranks[[rule.left, rule.right]] = (rank, rule.result) }
    var tokens = codes
    while true {
      var best: (place: Int, rank: Int, result: UInt32)?
      for place in tokens.indices.dropLast() {
        guard let found = ranks[[tokens[place], tokens[place + 1]]] else { continue }
        if found.rank < best?.rank ?? .max { best = (place, found.rank, found.result) }
      }
      guard let best else { return tokens }
      tokens.replaceSubrange(best.place...best.place + 1, with: [best.result])
    }
  }

  /// Every way to write codes as tokens.
  static func segmentations(
    of codes: ArraySlice<UInt32>, _ tokens: [[UInt32]]
  ) -> [[UInt32]] {
    guard !codes.isEmpty else { return [[]] }
    return tokens.enumerated().flatMap { token, expansion -> [[UInt32]] in
      guard codes.starts(with: expansion) else { return [] }
      return segmentations(of: codes.dropFirst(expansion.count), tokens)
        .map { [UInt32(token)] + $0 }
    }
  }
}
