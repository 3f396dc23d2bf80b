extension Tensor {
  /// The shape that two operands broadcast to: axes are matched from the last one, and an extent of
  /// 1, or a missing axis, is repeated (NumPy's rule).
  static func broadcastShape(_ one: [Int], _ other: [Int]) -> [Int] {
    let rank = max(one.count, other.count)
    return (0..<rank).map { axis in
      let first = axis - rank + one.count < 0 ? 1 : one[axis - rank + one.count]
      let second = axis - rank + other.count < 0 ? 1 : other[axis - rank + other.count]
      precondition(
        first == second || first == 1 || second == 1, "\(one) and \(other) do not broadcast")
      return first == 1 ? second : first
    }
  }

  /// Strides of a block of `shape` walked as if it had the shape `target`.
  private static func strides(of shape: [Int], broadcastTo target: [Int]) -> [Int] {
    let own = StridedCopy.rowMajorStrides(shape)
    return target.indices.map { axis in
      let place = axis - target.count + shape.count
      return place < 0 || (shape[place] == 1 && target[axis] != 1) ? 0 : own[place]
    }
  }

  /// The elements repeated along axes of extent 1, and along new leading axes, to fill a shape.
  ///
  /// Derivative: the gradient summed over the repeated axes.
  public func broadcast(to target: [Int]) -> Tensor {
    guard target != shape else { return self }
    precondition(
      Self.broadcastShape(shape, target) == target, "\(shape) does not broadcast to \(target)")
    let result = Tensor(shape: target) { out in
      withUnsafeElements { source in
        guard let out = out.baseAddress, let source = source.baseAddress else { return }
        StridedCopy(
          extents: target, targetStrides: StridedCopy.rowMajorStrides(target),
          sourceStrides: Self.strides(of: shape, broadcastTo: target)
        ).run(from: source, to: out)
      }
    }
    let extents = shape
    return result.recorded(self) { [$0.summed(to: extents)] }
  }

  /// The sums over the axes along which `target` would be repeated to give this shape.
  ///
  /// Derivative: the gradient broadcast back.
  public func summed(to target: [Int]) -> Tensor {
    guard target != shape else { return self }
    precondition(
      Self.broadcastShape(target, shape) == shape, "\(shape) does not sum to \(target)")
    let result = Tensor(shape: target) { out in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(out.count, 1)) { sums in
        sums.initialize(repeating: 0)
        withUnsafeElements { source in
          guard let sums = sums.baseAddress, let source = source.baseAddress else { return }
          StridedCopy(
            extents: shape, targetStrides: Self.strides(of: target, broadcastTo: shape),
            sourceStrides: StridedCopy.rowMajorStrides(shape)
          ).add(source, to: sums)
        }
        for place in out.indices { out[place] = Float(sums[place]) }
      }
    }
    let extents = shape
    return result.recorded(self) { [$0.broadcast(to: extents)] }
  }
}
