/// Encodes in as few tokens as there can be: n codes take O(n) steps times the codes of the longest
/// token.
///
/// From the end to the start, each place learns how few tokens the codes from there on need, and the
/// longest first token with which they do.
struct FewestTokens: RunEncoder {
  private let trie: TokenTrie
  private var counts: [Int] = []
  private var tokens: [UInt32] = []
  private var lengths: [Int] = []

  /// Encodes by the tokens of a tree.
  init(_ trie: TokenTrie) {
    self.trie = trie
  }

  mutating func encode(
    _ codes: Span<UInt32>, _ ranks: Span<UInt32>, _ range: Range<Int>,
    to output: inout OutputSpan<UInt32>
  ) {
    var start = range.lowerBound
    for place in range where ranks[place] == CodeJunctions.apart {
      encodePiece(codes, start..<place + 1, to: &output)
      start = place + 1
    }
  }

  private mutating func encodePiece(
    _ codes: Span<UInt32>, _ range: Range<Int>, to output: inout OutputSpan<UInt32>
  ) {
    let count = range.count
    if counts.count <= count {
      counts = Array(repeating: 0, count: count + 1)
      tokens = Array(repeating: 0, count: count)
      lengths = Array(repeating: 0, count: count)
    }
    counts[count] = 0
    for place in stride(from: count - 1, through: 0, by: -1) {
      let first = range.lowerBound + place
      var best = (count: counts[place + 1] + 1, token: codes[first], length: 1)
      var node = trie.child(of: TokenTrie.root, code: codes[first])
      var length = 1
      while node != TokenTrie.none, place + length < count {
        node = trie.child(of: node, code: codes[first + length])
        length += 1
        guard node != TokenTrie.none, trie.token(at: node) != TokenTrie.none else { continue }
        let needed = counts[place + length] + 1
        if needed <= best.count { best = (needed, trie.token(at: node), length) }
      }
      (counts[place], tokens[place], lengths[place]) = best
    }
    var place = 0
    while place < count {
      output.append(tokens[place])
      place += lengths[place]
    }
  }
}
