import CKernels

extension Tensor {
  /// eˣ divided by its sum, over the last axis.
  ///
  /// Derivative: p ∘ (gradient − Σ gradient · p).
  public func softmax() -> Tensor {
    let columns = shape.last ?? 1
    let rows = columns == 0 ? 0 : count / columns
    let result = Tensor(shape: shape) { out in
      withUnsafeElements { input in
        RowBlocks.forEach(rows: rows, columns: columns) { block in
          let range = block.lowerBound * columns..<block.upperBound * columns
          let part = UnsafeMutableBufferPointer(rebasing: out[range])
          _ = part.initialize(from: input[range])
          tessera_softmax_rows(part.baseAddress, block.count, columns, columns, 1)
        }
      }
    }
    let output = result
    return result.recorded(self) { gradient in
      [
        Tensor(shape: output.shape) { out in
          output.withUnsafeElements { output in
            gradient.withUnsafeElements { gradient in
              RowBlocks.forEach(rows: rows, columns: columns) { block in
                let range = block.lowerBound * columns..<block.upperBound * columns
                tessera_softmax_rows_derivative(
                  output.start(at: range), gradient.start(at: range), block.count, columns,
                  columns, 1, out.start(at: range))
              }
            }
          }
        }
      ]
    }
  }

  /// Where the largest element of each row along the last axis stands, the first of equals.
  public func largestIndices() -> [Int] {
    let columns = shape.last ?? 1
    guard columns > 0 else { return [] }
    let rows = count / columns
    var best = [Int32](repeating: 0, count: rows)
    var largest = [Float](repeating: 0, count: rows)
    let none = [Float](repeating: 0, count: columns)
    withUnsafeElements { tessera_argmax_rows($0.baseAddress, none, rows, columns, &best, &largest) }
    return best.map(Int.init)
  }
}
