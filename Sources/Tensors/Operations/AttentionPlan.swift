import Threads

/// An attention with every size worked out; heads are computed on all threads, each on one.
struct AttentionPlan: Sendable {
  let batch: Int
  let queries: Int
  let keys: Int
  let width: Int
  let headCount: Int
  let mask: AttentionMask

  init(batch: Int, queries: Int, keys: Int, width: Int, headCount: Int, mask: AttentionMask) {
    precondition(headCount > 0 && width % headCount == 0, "\(width) channels in \(headCount) heads")
    if case .causal = mask {
      precondition(keys >= queries, "\(queries) causal queries with \(keys) keys")
    }
    if case .additive(let numbers) = mask {
      precondition(
        numbers.shape == [queries, keys], "a mask \(numbers.shape) for \(queries) by \(keys)")
      self.mask = .additive(numbers.detached())
    } else {
      self.mask = mask
    }
    self.batch = batch
    self.queries = queries
    self.keys = keys
    self.width = width
    self.headCount = headCount
  }

  func apply(to operands: AttentionOperands) -> Tensor {
    ProductCounter.note(rows: queries, inner: 2 * width, columns: keys, times: batch)
    return Tensor(shape: [batch, queries, width]) { out in
      // A query that sees nothing gets nothing.
      guard keys > 0, let start = out.baseAddress else { return out.initialize(repeating: 0) }
      // Safe: each head writes its own columns of its own rows.
      nonisolated(unsafe) let out = start
      let arena = BufferArena.current
      Parallel.forEach(count: batch * headCount) { index in
        let head = AttentionHead(plan: self, index: index)
        operands.withUnsafeHead(head) { queries, keys, values in
          head.attend(
            queries, stride: operands.queries.stride,
            keys: head.packedKeys(keys, stride: operands.keys.stride, arena),
            values: head.packedValues(values, stride: operands.values.stride, arena),
            out: out + head.item * self.queries * width + head.column, arena)
        }
      }
    }
  }

  /// The gradients of queries, keys and values, each `[batch, position, width]`.
  func gradients(
    of operands: AttentionOperands, _ gradient: Tensor
  ) -> (queries: Tensor, keys: Tensor, values: Tensor) {
    var queryGradient = Tensor(shape: [batch, queries, width])
    var keyGradient = Tensor(shape: [batch, keys, width])
    var valueGradient = Tensor(shape: [batch, keys, width])
    queryGradient.withUnsafeMutableElements { forQueries in
      keyGradient.withUnsafeMutableElements { forKeys in
        valueGradient.withUnsafeMutableElements { forValues in
          gradient.withUnsafeElements { gradient in
            guard let given = gradient.baseAddress, let queryStart = forQueries.baseAddress,
              let keyStart = forKeys.baseAddress, let valueStart = forValues.baseAddress
            else { return }
            // Safe: each head writes its own columns of its own rows.
            nonisolated(unsafe) let (gradient, forQueries, forKeys, forValues) =
              (given, queryStart, keyStart, valueStart)
            Parallel.forEach(count: batch * headCount) { index in
              let head = AttentionHead(plan: self, index: index)
              let (row, key) = (head.item * queries * width, head.item * keys * width)
              operands.withUnsafeHead(head) { query, keys, values in
                head.differentiate(
                  .init(query, leading: operands.queries.stride),
                  .init(keys, leading: operands.keys.stride),
                  .init(values, leading: operands.values.stride),
                  gradient + row + head.column, forQueries: forQueries + row + head.column,
                  forKeys: forKeys + key + head.column, forValues: forValues + key + head.column)
              }
            }
          }
        }
      }
    }
    return (queryGradient, keyGradient, valueGradient)
  }
}

extension AttentionOperands {
  /// Lends where a head's queries, keys and values start.
  func withUnsafeHead(
    _ head: AttentionHead,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void
  ) {
    let (row, key) = (head.item * head.plan.queries, head.item * head.plan.keys)
    queries.withUnsafeHead(row: row, column: head.column) { queries in
      keys.withUnsafeHead(row: key, column: head.column) { keys in
        values.withUnsafeHead(row: key, column: head.column) { values in
          body(queries, keys, values)
        }
      }
    }
  }
}
