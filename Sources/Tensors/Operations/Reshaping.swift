extension Tensor {
  /// The same elements, in the same order, under another shape; nothing is copied.
  ///
  /// One extent may be -1: whatever the others leave. Derivative: the gradient reshaped back.
  public func reshaped(_ newShape: [Int]) -> Tensor {
    let target = resolved(newShape)
    let shape = shape
    return Tensor(shape: target, storage: storage).recorded(self) { [$0.reshaped(shape)] }
  }

  private func resolved(_ newShape: [Int]) -> [Int] {
    guard let free = newShape.firstIndex(of: -1) else { return newShape }
    var target = newShape
    target[free] = 1
    let rest = target.reduce(1, *)
    precondition(rest > 0 && count % rest == 0, "\(shape) cannot be reshaped to \(newShape)")
    target[free] = count / rest
    return target
  }

  /// The axes in another order: axis i of the result is axis `axes[i]` of this tensor.
  ///
  /// Derivative: the gradient with its axes put back.
  public func permuted(_ axes: [Int]) -> Tensor {
    precondition(axes.sorted() == Array(shape.indices), "axes \(axes) of a shape \(shape)")
    guard axes != Array(shape.indices) else { return self }
    let strides = StridedCopy.rowMajorStrides(shape)
    let target = axes.map { shape[$0] }
    let result = Tensor(shape: target) { out in
      withUnsafeElements { source in
        guard let out = out.baseAddress, let source = source.baseAddress else { return }
        StridedCopy(
          extents: target, targetStrides: StridedCopy.rowMajorStrides(target),
          sourceStrides: axes.map { strides[$0] }
        ).run(from: source, to: out)
      }
    }
    var inverse = axes
    for (place, axis) in axes.enumerated() { inverse[axis] = place }
    let back = inverse
    return result.recorded(self) { [$0.permuted(back)] }
  }

  /// The last two axes exchanged.
  public func transposed() -> Tensor {
    precondition(shape.count >= 2, "the transpose of a shape \(shape)")
    var axes = Array(shape.indices)
    axes.swapAt(axes.count - 2, axes.count - 1)
    return permuted(axes)
  }

  /// The elements whose index along an axis lies in a range.
  ///
  /// Derivative: the gradient with zeros where the range is not.
  public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
    precondition(
      shape.indices.contains(axis) && range.lowerBound >= 0 && range.upperBound <= shape[axis],
      "\(range) of axis \(axis) of a shape \(shape)")
    guard range != 0..<shape[axis] else { return self }
    let (outer, inner) = extents(around: axis)
    var target = shape
    target[axis] = range.count
    let extent = shape[axis]
    let result = Tensor(shape: target) { out in
      withUnsafeElements { source in
        for index in 0..<outer {
          let from = (index * extent + range.lowerBound) * inner
          let part = UnsafeBufferPointer(rebasing: source[from..<from + range.count * inner])
          _ = UnsafeMutableBufferPointer(rebasing: out[(index * range.count * inner)...])
            .initialize(from: part)
        }
      }
    }
    let after = extent - range.upperBound
    return result.recorded(self) {
      [$0.padded(axis: axis, before: range.lowerBound, after: after)]
    }
  }

  /// Zeros (or another value) before and after the elements along an axis.
  ///
  /// Derivative: the gradient with the padding cut off.
  public func padded(axis: Int, before: Int, after: Int, with value: Float = 0) -> Tensor {
    precondition(
      shape.indices.contains(axis) && before >= 0 && after >= 0,
      "\(before) before and \(after) after axis \(axis) of a shape \(shape)")
    guard before + after > 0 else { return self }
    let (outer, inner) = extents(around: axis)
    let extent = shape[axis]
    var target = shape
    target[axis] += before + after
    let padded = target[axis]
    let result = Tensor(shape: target) { out in
      out.initialize(repeating: value)
      withUnsafeElements { source in
        for index in 0..<outer {
          let part = UnsafeBufferPointer(
            rebasing: source[index * extent * inner..<(index + 1) * extent * inner])
          _ = UnsafeMutableBufferPointer(rebasing: out[((index * padded + before) * inner)...])
            .update(from: part)
        }
      }
    }
    return result.recorded(self) { [$0.sliced(axis: axis, before..<before + extent)] }
  }

  /// Tensors one after the other along an axis; their other extents agree.
  ///
  /// Derivative: each operand gets its part of the gradient.
  public static func concatenated(_ parts: [Tensor], axis: Int) -> Tensor {
    guard let first = parts.first else { preconditionFailure("no tensors to concatenate") }
    var target = first.shape
    precondition(target.indices.contains(axis), "axis \(axis) of a shape \(target)")
    target[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    for part in parts {
      var fitted = part.shape
      fitted[axis] = target[axis]
      precondition(fitted == target, "\(part.shape) does not continue \(first.shape) along \(axis)")
    }
    let (outer, inner) = first.extents(around: axis)
    let result = Tensor(shape: target) { out in
      var start = 0
      for part in parts {
        let run = part.shape[axis] * inner
        part.withUnsafeElements { source in
          for index in 0..<outer {
            let place = index * target[axis] * inner + start
            _ = UnsafeMutableBufferPointer(rebasing: out[place...])
              .initialize(
                from: UnsafeBufferPointer(rebasing: source[index * run..<(index + 1) * run]))
          }
        }
        start += run
      }
    }
    let extents = parts.map { $0.shape[axis] }
    return result.recorded(parts) { gradient in
      var start = 0
      return extents.map { extent in
        defer { start += extent }
        return gradient.sliced(axis: axis, start..<start + extent)
      }
    }
  }

  /// The products of the extents outside and inside an axis.
  func extents(around axis: Int) -> (outer: Int, inner: Int) {
    (shape[..<axis].reduce(1, *), shape[(axis + 1)...].reduce(1, *))
  }
}
