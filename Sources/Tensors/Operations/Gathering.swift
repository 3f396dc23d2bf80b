extension Tensor {
  /// The elements at `indices` along an axis, in that order and as often as they are named.
  ///
  /// Derivative: each gradient is added where its element came from.
  public func gathered(axis: Int, _ indices: [Int]) -> Tensor {
    precondition(shape.indices.contains(axis), "axis \(axis) of a shape \(shape)")
    let (outer, inner) = extents(around: axis)
    let extent = shape[axis]
    checkIndices(indices, below: extent)
    var target = shape
    target[axis] = indices.count
    let result = Tensor(shape: target) { out in
      withUnsafeElements { source in
        guard let source = source.baseAddress, var place = out.baseAddress else { return }
        for block in 0..<outer {
          for index in indices {
            place.update(from: source + (block * extent + index) * inner, count: inner)
            place += inner
          }
        }
      }
    }
    return result.recorded(self) { [$0.scattered(axis: axis, to: indices, extent: extent)] }
  }

  /// The opposite of ``gathered(axis:_:)``: along an axis of the result, which has `extent` places,
  /// place `indices[i]` holds the sum of all elements i that name it.
  ///
  /// Derivative: the gradient's elements at `indices`.
  public func scattered(axis: Int, to indices: [Int], extent: Int) -> Tensor {
    precondition(
      shape.indices.contains(axis) && shape[axis] == indices.count,
      "\(indices.count) places along axis \(axis) of a \(shape)")
    checkIndices(indices, below: extent)
    let (outer, inner) = extents(around: axis)
    var target = shape
    target[axis] = extent
    let result = Tensor(shape: target) { out in
      out.initialize(repeating: 0)
      withUnsafeElements { source in
        guard var source = source.baseAddress, let out = out.baseAddress else { return }
        for block in 0..<outer {
          for index in indices {
            let place = out + (block * extent + index) * inner
            for column in 0..<inner { place[column] += source[column] }
            source += inner
          }
        }
      }
    }
    return result.recorded(self) { [$0.gathered(axis: axis, indices)] }
  }

  /// The rows at `indices` of a matrix, in that order, as an embedding's look-up: `[indices, columns]`.
  ///
  /// Derivative: each row's gradient is added where the row came from.
  public func rows(_ indices: [Int]) -> Tensor {
    precondition(shape.count == 2, "rows of a shape \(shape)")
    return gathered(axis: 0, indices)
  }

  /// A matrix of `height` rows in which row `indices[i]` is the sum of all rows i that name it.
  ///
  /// Derivative: the gradient's rows at `indices`.
  public func scattered(toRows indices: [Int], of height: Int) -> Tensor {
    precondition(shape.count == 2, "rows of a shape \(shape)")
    return scattered(axis: 0, to: indices, extent: height)
  }

  private func checkIndices(_ indices: [Int], below extent: Int) {
    for index in indices {
      precondition((0..<extent).contains(index), "index \(index) of an axis of \(extent)")
    }
  }
}
