/// Encodes from the left by the longest token that fits: n codes take O(n) steps times the codes of
/// the longest token.
struct LongestMatcher: RunEncoder {
  private let trie: TokenTrie

  /// Encodes by the tokens of a tree.
  init(_ trie: TokenTrie) {
    self.trie = trie
  }

  mutating func encode(
    _ codes: Span<UInt32>, _ ranks: Span<UInt32>, _ range: Range<Int>,
    to output: inout OutputSpan<UInt32>
  ) {
    var place = range.lowerBound
    while place < range.upperBound {
      var (token, end) = (codes[place], place + 1)
      var node = trie.child(of: TokenTrie.root, code: codes[place])
      var next = place + 1
      while node != TokenTrie.none, next < range.upperBound {
        node = trie.child(of: node, code: codes[next])
        next += 1
        if node != TokenTrie.none, trie.token(at: node) != TokenTrie.none {
          (token, end) = (trie.token(at: node), next)
        }
      }
      output.append(token)
      place = end
    }
  }
}
