import CKernels

/// Arithmetic on two tensors, element by element, with NumPy's broadcasting.
///
/// Derivatives: for c = a + b and a − b the gradient (negated for b); for a · b the gradient times
/// the other operand; for a / b the gradient / b, and −gradient · a / b². Where an operand was
/// repeated, its gradient is summed.
extension Tensor {
  /// The sums of elements.
  public static func + (one: Tensor, other: Tensor) -> Tensor {
    let (shapes, result) = (Shapes(one, other), one.combined(with: other, tessera_sums))
    return result.recorded(one, other) { shapes.summed($0, $0) }
  }

  /// The differences of elements.
  public static func - (one: Tensor, other: Tensor) -> Tensor {
    let (shapes, result) = (Shapes(one, other), one.combined(with: other, tessera_differences))
    return result.recorded(one, other) { shapes.summed($0, $0.scaled(by: -1)) }
  }

  /// The products of elements.
  public static func * (one: Tensor, other: Tensor) -> Tensor {
    let (shapes, result) = (Shapes(one, other), one.combined(with: other, tessera_products))
    let (left, right) = (one.detached(), other.detached())
    return result.recorded(one, other) { shapes.summed($0 * right, $0 * left) }
  }

  /// The quotients of elements.
  public static func / (one: Tensor, other: Tensor) -> Tensor {
    let (shapes, result) = (Shapes(one, other), one.combined(with: other, tessera_quotients))
    let (quotient, divisor) = (result, other.detached())
    return result.recorded(one, other) { gradient in
      let part = gradient / divisor
      return shapes.summed(part, (part * quotient).scaled(by: -1))
    }
  }

  /// Every element multiplied by `factor`.
  public func scaled(by factor: Float) -> Tensor {
    let result = mapped { input, output, count in
      tessera_scale_offset(input, factor, 0, output, count)
    }
    return result.recorded(self) { [$0.scaled(by: factor)] }
  }

  /// The shapes of two operands, to sum gradients to.
  private struct Shapes: Sendable {
    let one: [Int]
    let other: [Int]

    init(_ one: Tensor, _ other: Tensor) {
      self.one = one.shape
      self.other = other.shape
    }

    func summed(_ first: Tensor, _ second: Tensor) -> [Tensor?] {
      [first.summed(to: one), second.summed(to: other)]
    }
  }

  /// A C function that combines `count` pairs of elements.
  typealias PairKernel =
    @convention(c) (
      UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int
    ) -> Void

  /// Pairs of elements combined by a kernel, broadcast to each other; nothing is recorded.
  func combined(with other: Tensor, _ kernel: PairKernel) -> Tensor {
    let target = Self.broadcastShape(shape, other.shape)
    let (one, other) = (detached().broadcast(to: target), other.detached().broadcast(to: target))
    return Tensor(shape: target) { out in
      one.withUnsafeElements { one in
        other.withUnsafeElements { other in
          ElementBlocks.forEach(count: out.count) { range in
            kernel(
              one.start(at: range), other.start(at: range), out.start(at: range), range.count)
          }
        }
      }
    }
  }

  /// Every element mapped by a kernel, block by block; nothing is recorded.
  func mapped(
    _ kernel: (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void
  ) -> Tensor {
    Tensor(shape: shape) { out in
      withUnsafeElements { input in
        ElementBlocks.forEach(count: out.count) { range in
          kernel(input.start(at: range), out.start(at: range), range.count)
        }
      }
    }
  }

  /// Every gradient multiplied by a function's derivative at this tensor's elements.
  func differentiated(
    _ gradient: Tensor,
    _ kernel: (
      UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int
    ) -> Void
  ) -> Tensor {
    Tensor(shape: shape) { out in
      withUnsafeElements { input in
        gradient.withUnsafeElements { gradient in
          ElementBlocks.forEach(count: out.count) { range in
            kernel(
              input.start(at: range), gradient.start(at: range), out.start(at: range),
              range.count)
          }
        }
      }
    }
  }
}
