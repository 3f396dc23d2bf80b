extension Tensor {
  /// The rows at `indices` of a matrix, in that order, as an embedding's look-up: `[indices, columns]`.
  ///
  /// Derivative: each row's gradient is added where the row came from.
  public func rows(_ indices: [Int]) -> Tensor {
    precondition(shape.count == 2, "rows of a shape \(shape)")
    let (height, columns) = (shape[0], shape[1])
    let result = Tensor(shape: [indices.count, columns]) { out in
      withUnsafeElements { source in
        for (place, index) in indices.enumerated() {
          precondition((0..<height).contains(index), "row \(index) of a shape \(shape)")
          _ = UnsafeMutableBufferPointer(rebasing: out[(place * columns)...])
            .initialize(
              from: UnsafeBufferPointer(rebasing: source[index * columns..<(index + 1) * columns]))
        }
      }
    }
    return result.recorded(self) { [$0.scattered(toRows: indices, of: height)] }
  }

  /// A matrix of `height` rows in which row `indices[i]` is the sum of all rows i that name it.
  ///
  /// Derivative: the gradient's rows at `indices`.
  public func scattered(toRows indices: [Int], of height: Int) -> Tensor {
    precondition(
      shape.count == 2 && shape[0] == indices.count, "\(indices.count) places for a \(shape)")
    let columns = shape[1]
    let result = Tensor(shape: [height, columns]) { out in
      out.initialize(repeating: 0)
      withUnsafeElements { source in
        for (place, index) in indices.enumerated() {
          precondition((0..<height).contains(index), "row \(index) of \(height)")
          for column in 0..<columns {
            out[index * columns + column] += source[place * columns + column]
          }
        }
      }
    }
    return result.recorded(self) { [$0.rows(indices)] }
  }
}
