import Tensors
import TestSupport
import Testing

@Suite("Attention")
struct AttentionTests {
  private struct Extents {
    var batch = 1
    let queries: Int
    let keys: Int
    let width: Int
    let heads: Int
  }

  private static let extents = [
    Extents(queries: 1, keys: 1, width: 1, heads: 1),
    Extents(batch: 2, queries: 3, keys: 5, width: 4, heads: 2),
    Extents(queries: 4, keys: 4, width: 6, heads: 3),
    Extents(queries: 2, keys: 9, width: 3, heads: 1),
    Extents(batch: 2, queries: 1, keys: 3, width: 4, heads: 4),
    Extents(queries: 0, keys: 3, width: 2, heads: 1),
    Extents(batch: 0, queries: 2, keys: 3, width: 2, heads: 1),
    Extents(queries: 0, keys: 0, width: 2, heads: 2),
    Extents(queries: 3, keys: 4, width: 0, heads: 1),
  ]

  /// Numbers added to scores, with some keys hidden; the first query sees nothing at all.
  private static func additiveMask(_ queries: Int, _ keys: Int) -> Tensor {
    var mask = noise([queries, keys], seed: 3, scale: 2)[0]
    mask.withUnsafeMutableElements { mask in
      for place in mask.indices where place % 3 == 1 || place < keys { mask[place] = -.infinity }
    }
    return mask
  }

  static let cases: [OperationCase] =
    extents.flatMap { extents -> [OperationCase] in
      let additive = additiveMask(extents.queries, extents.keys)
      let masks: [AttentionMask] = [.none, .causal, .additive(additive)]
      return masks.map { mask in
        OperationCase(
          "attended", "\(extents), \(name(of: mask))",
          on: noise(
            [extents.batch, extents.queries, extents.width],
            [extents.batch, extents.keys, extents.width],
            [extents.batch, extents.keys, extents.width], scale: 2),
          { $0[0].attended(keys: $0[1], values: $0[2], headCount: extents.heads, mask: mask) }
        ) { attention($0[0], $0[1], $0[2], heads: extents.heads, mask) }
      }
    }
    + [AttentionMask.none, .causal, .additive(additiveMask(5, 5))].flatMap { mask in
      [([2, 5, 12], 2), ([1, 5, 3], 1), ([0, 5, 6], 1)].map { shape, heads in
        OperationCase(
          "selfAttended", "\(shape) in \(heads) heads, \(name(of: mask))",
          on: noise(shape, scale: 2), { $0[0].selfAttended(headCount: heads, mask: mask) }
        ) { operands in
          let width = shape[2] / 3
          let parts = (0..<3).map { third in
            DoubleTensor(shape: [shape[0], shape[1], width]) {
              operands[0][[$0[0], $0[1], third * width + $0[2]]]
            }
          }
          return attention(parts[0], parts[1], parts[2], heads: heads, mask)
        }
      }
    }

  @Test("results and gradients are the reference's", arguments: cases)
  func agreement(of operation: OperationCase) { operation.expectAgreement() }

  @Test("more queries than are scored at a time", arguments: [0, 1, 2])
  func blocks(kind: Int) {
    let (queries, keys) = (257, 300)
    let mask: AttentionMask =
      [.none, .causal, .additive(Self.additiveMask(queries, keys))][kind]
    let operands = noise([1, queries, 8], [1, keys, 8], [1, keys, 8], scale: 2)
    let result = operands[0].attended(
      keys: operands[1], values: operands[2], headCount: 2, mask: mask)
    let doubles = operands.map(DoubleTensor.init)
    let expected = attention(doubles[0], doubles[1], doubles[2], heads: 2, mask)
    let deviation = Deviation(of: "the result", DoubleTensor(result), from: expected)
    #expect(deviation.error < 2e-5, "\(deviation)")
  }

  @Test("a query without keys gets zeros, not what stood in memory")
  func noKeys() {
    let arena = BufferArena()
    arena.serving {
      _ = Tensor(shape: [1, 3, 4], repeating: 7)
      let nothing = Tensor(shape: [1, 0, 4])
      let result = Tensor(shape: [1, 3, 4], repeating: 1).attended(
        keys: nothing, values: nothing, headCount: 2)
      #expect(result == Tensor(shape: [1, 3, 4]))
    }
  }

  @Test("no gradient flows to a mask")
  func tracedMask() {
    let mask = noise([3, 3])[0].traced()
    let result = noise([1, 3, 6])[0].selfAttended(headCount: 1, mask: .additive(mask))
    #expect(!result.isTraced)
  }

  private static func name(of mask: AttentionMask) -> String {
    switch mask {
    case .none: "every key seen"
    case .causal: "causal"
    case .additive: "masked"
    }
  }
}

/// softmax(q · kᵀ / √d + mask) · v, one head and query after the other.
private func attention(
  _ queries: DoubleTensor, _ keys: DoubleTensor, _ values: DoubleTensor, heads: Int,
  _ mask: AttentionMask
) -> DoubleTensor {
  let (batch, count, width) = (queries.shape[0], queries.shape[1], queries.shape[2])
  let (keyCount, headWidth) = (keys.shape[1], width / heads)
  var added = [Double](repeating: 0, count: count * keyCount)
  switch mask {
  case .none: break
  case .causal:
    for place in added.indices
    where place % keyCount > place / keyCount + keyCount - count { added[place] = -.infinity }
  case .additive(let numbers): added = numbers.elements.map(Double.init)
  }
  var result = DoubleTensor(shape: queries.shape) { _ in 0 }
  for place in 0..<batch * heads * count {
    let (item, head, query) = (place / count / heads, place / count % heads, place % count)
    let columns = head * headWidth..<(head + 1) * headWidth
    let row = (item * count + query) * width
    let scores = (0..<keyCount).map { key in
      columns.reduce(0.0) {
        $0 + queries.elements[row + $1] * keys.elements[(item * keyCount + key) * width + $1]
      } / Double(headWidth).squareRoot() + added[query * keyCount + key]
    }
    for (key, weight) in softmax(scores).enumerated() {
      for column in columns {
        result.elements[row + column] +=
          weight * values.elements[(item * keyCount + key) * width + column]
      }
    }
  }
  return result
}
