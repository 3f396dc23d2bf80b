import CKernels

/// One head of one sequence's attention, computed on one thread.
struct AttentionHead {
  let plan: AttentionPlan
  /// Which sequence of the batch.
  let item: Int
  /// The head's first column.
  let column: Int

  /// Queries whose scores exist together: with 600 keys they fill an eighth of a 2 MiB cache.
  private static let queryBlock = 112

  init(plan: AttentionPlan, index: Int) {
    self.plan = plan
    item = index / plan.headCount
    column = index % plan.headCount * (plan.width / plan.headCount)
  }

  private var headWidth: Int { plan.width / plan.headCount }
  private var scale: Float { 1 / Float(headWidth).squareRoot() }

  func packedKeys(
    _ start: UnsafePointer<Float>, stride: Int, _ arena: BufferArena
  ) -> PackedMatrix {
    PackedMatrix(
      WeightStrides(
        start: start, column: stride, tap: 0, channel: 1, columns: plan.keys, taps: 1,
        channels: headWidth), precision: .float32, arena: arena)
  }

  func packedValues(
    _ start: UnsafePointer<Float>, stride: Int, _ arena: BufferArena
  ) -> PackedMatrix {
    PackedMatrix(
      WeightStrides(
        start: start, column: 1, tap: 0, channel: stride, columns: headWidth, taps: 1,
        channels: plan.keys), precision: .float32, arena: arena)
  }

  /// Writes the head's columns of the result, `plan.width` apart.
  func attend(
    _ queries: UnsafePointer<Float>, stride: Int, keys: PackedMatrix, values: PackedMatrix,
    out: UnsafeMutablePointer<Float>, _ arena: BufferArena
  ) {
    let block = arena.take(Self.queryBlock * plan.keys)
    defer { arena.giveBack(block) }
    guard let scores = block.baseAddress else { return }
    for first in Swift.stride(from: 0, to: plan.queries, by: Self.queryBlock) {
      let rows = min(Self.queryBlock, plan.queries - first)
      keys.multiply(
        LeftRows(rows: rows, from: queries + first * stride, inner: headWidth, stride: stride),
        into: OutputRows(start: scores, lineStride: 0, positionStride: plan.keys), arena: arena)
      normalize(scores, firstQuery: first, rows: rows)
      values.multiply(
        LeftRows(rows: rows, from: scores, inner: plan.keys),
        into: OutputRows(
          start: out + first * plan.width, lineStride: 0, positionStride: plan.width),
        arena: arena)
    }
  }

  /// Scores of some queries to weights, in place.
  private func normalize(_ scores: UnsafeMutablePointer<Float>, firstQuery: Int, rows: Int) {
    switch plan.mask {
    case .none:
      tessera_softmax_rows(scores, rows, plan.keys, plan.keys, scale)
    case .causal:
      // The last query sees every key.
      let seen = plan.keys - plan.queries + firstQuery + 1
      tessera_softmax_rows_valid(scores, rows, plan.keys, plan.keys, scale, seen, 1)
    case .additive(let mask):
      mask.withUnsafeElements { mask in
        tessera_softmax_rows_masked(
          scores, rows, plan.keys, plan.keys, scale,
          mask.baseAddress.map { $0 + firstQuery * plan.keys }, plan.keys)
      }
    }
  }

  /// Adds the head's part of every gradient, `plan.width` apart.
  ///
  /// With weights P = softmax(scale · QKᵀ) and dP = dO · Vᵀ: dV = Pᵀ · dO, dS = scale · P ∘ (dP − row
  /// sums of P ∘ dP), dQ = dS · K, dK = dSᵀ · Q.
  func differentiate(
    _ queries: MatrixProduct.Operand, _ keys: MatrixProduct.Operand,
    _ values: MatrixProduct.Operand, _ gradient: UnsafePointer<Float>,
    forQueries: UnsafeMutablePointer<Float>, forKeys: UnsafeMutablePointer<Float>,
    forValues: UnsafeMutablePointer<Float>
  ) {
    let (count, width) = (plan.queries * plan.keys, plan.width)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * max(count, 1)) { memory in
      guard let weights = memory.baseAddress else { return }
      let changes = weights + count
      memory.initialize(repeating: 0)
      MatrixProduct.add(
        queries, keys.transposed, to: weights, leading: plan.keys, rows: plan.queries,
        inner: headWidth, columns: plan.keys)
      normalize(weights, firstQuery: 0, rows: plan.queries)
      MatrixProduct.add(
        .init(weights, leading: plan.keys, isTransposed: true), .init(gradient, leading: width),
        to: forValues, leading: width, rows: plan.keys, inner: plan.queries, columns: headWidth)
      MatrixProduct.add(
        .init(gradient, leading: width), values.transposed, to: changes, leading: plan.keys,
        rows: plan.queries, inner: headWidth, columns: plan.keys)
      tessera_softmax_rows_derivative(
        weights, changes, plan.queries, plan.keys, plan.keys, scale, changes)
      MatrixProduct.add(
        .init(changes, leading: plan.keys), keys, to: forQueries, leading: width,
        rows: plan.queries, inner: plan.keys, columns: headWidth)
      MatrixProduct.add(
        .init(changes, leading: plan.keys, isTransposed: true), queries,
        to: forKeys, leading: width, rows: plan.keys, inner: plan.queries, columns: headWidth)
    }
  }
}
