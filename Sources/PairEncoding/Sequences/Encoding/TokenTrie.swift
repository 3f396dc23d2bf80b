/// The tokens that may stand in what is encoded, by their codes: a tree with a step for each code.
///
/// Only tokens of two codes and more are in it; base codes are tokens without being looked for.
struct TokenTrie: Sendable {
  /// The node that stands for no code.
  static let root: UInt32 = 0
  /// What ``child(of:code:)`` gives where the tree ends.
  static let none = UInt32.max

  private var children: PairMap
  private var tokens: [UInt32] = [none]

  /// Enters the tokens of a table, scaffolds left out.
  init(_ table: MergeTable) {
    children = PairMap(capacity: table.tokenCount - table.alphabetSize)
    var scaffolds = table.scaffolds[...]
    for token in UInt32(table.alphabetSize)..<UInt32(table.tokenCount) {
      if scaffolds.first == token {
        scaffolds.removeFirst()
        continue
      }
      tokens[Int(entered(table.codes(of: token)))] = token
    }
  }

  private mutating func entered(_ codes: ArraySlice<UInt32>) -> UInt32 {
    codes.reduce(Self.root) { node, code in
      let known = child(of: node, code: code)
      guard known == Self.none else { return known }
      let made = UInt32(tokens.count)
      children.set(UInt64(made), for: PairKey.joined(node, code))
      tokens.append(Self.none)
      return made
    }
  }

  /// The node one code further, or ``none``.
  @inline(__always)
  func child(of node: UInt32, code: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: children.value(of: PairKey.joined(node, code)))
  }

  /// The token that ends at a node, or ``none``.
  @inline(__always)
  func token(at node: UInt32) -> UInt32 { tokens[Int(node)] }
}
