import Threads

extension Tensor {
  /// activation(self · weightᵀ + bias) + residual on the last axis, in one pass over the results.
  ///
  /// The weight is packed for the product at its first use and the packed form is kept with it.
  ///
  /// - Parameters:
  ///   - weight: `[outputs, inputs]`
  ///   - bias: `[outputs]`
  ///   - activation: applied to each output.
  ///   - residual: added after the activation, `[..., outputs]`.
  /// - Returns: `[..., outputs]` for an input `[..., inputs]`.
  ///
  /// Derivatives: gradient · weight, gradientᵀ · input, and the gradient's sum.
  public func linear(
    _ weight: Tensor, bias: Tensor? = nil, activation: Activation? = nil,
    adding residual: Tensor? = nil
  ) -> Tensor {
    if let activation, activation.kernel == nil || needsTrace(weight, bias, residual) {
      let result = linear(weight, bias: bias).activated(activation)
      return residual.map { result + $0 } ?? result
    }
    precondition(
      weight.shape.count == 2 && shape.last == weight.shape[1]
        && bias.map { $0.shape == [weight.shape[0]] } ?? true,
      "weight \(weight.shape) and bias \(bias?.shape ?? []) for an input \(shape)")
    let result = product(
      with: weight.packedWeight(), columns: 0..<weight.shape[0],
      ProductEnding(bias: bias, activation: activation, residual: residual))
    let (input, table) = (detached(), weight.detached())
    let (hasBias, hasResidual) = (bias != nil, residual != nil)
    return result.recorded([self, weight] + [bias, residual].compactMap { $0 }) { gradient in
      let rows = gradient.asRows()
      var parts: [Tensor?] = [
        rows.multiplied(by: table).reshaped(input.shape),
        rows.gramProduct(with: input.asRows()),
      ]
      if hasBias { parts.append(rows.summed(axes: [0])) }
      if hasResidual { parts.append(gradient) }
      return parts
    }
  }

  /// A linear layer of which only some outputs are computed: those of rows `outputs` of the weight.
  ///
  /// - Parameters:
  ///   - weight: `[all outputs, inputs]`
  ///   - bias: `[all outputs]`
  ///   - outputs: which of them.
  /// - Returns: `[..., outputs.count]`
  public func linear(_ weight: Tensor, bias: Tensor?, outputs: Range<Int>) -> Tensor {
    guard PackedMatrix.isWhole(outputs, of: weight.shape[0]), !needsTrace(weight, bias) else {
      return linear(
        weight.sliced(axis: 0, outputs), bias: bias?.sliced(axis: 0, outputs))
    }
    precondition(
      weight.shape.count == 2 && shape.last == weight.shape[1],
      "weight \(weight.shape) for an input \(shape)")
    return product(
      with: weight.packedWeight(), columns: outputs, ProductEnding(bias: bias))
  }

  /// The matrix product on the last axis, for `[..., inner]` and `[inner, columns]`.
  ///
  /// Derivatives: gradient · otherᵀ and selfᵀ · gradient.
  public func multiplied(by other: Tensor) -> Tensor {
    precondition(
      other.shape.count == 2 && shape.last == other.shape[0],
      "cannot multiply \(shape) by \(other.shape)")
    let result = product(
      with: other.packedMatrix(), columns: 0..<other.shape[1], ProductEnding())
    let (left, right) = (detached(), other.detached())
    return result.recorded(self, other) { gradient in
      [
        gradient.multiplied(byTransposeOf: right),
        left.asRows().gramProduct(with: gradient.asRows()),
      ]
    }
  }

  /// The matrix product self · otherᵀ on the last axis, for `[..., inner]` and `[columns, inner]`.
  ///
  /// Derivatives: gradient · other and gradientᵀ · self.
  public func multiplied(byTransposeOf other: Tensor) -> Tensor {
    linear(other)
  }

  /// selfᵀ · other for two matrices with equally many rows, on all threads over columns of self.
  func gramProduct(with other: Tensor) -> Tensor {
    precondition(
      shape.count == 2 && other.shape.count == 2 && shape[0] == other.shape[0],
      "rows of \(shape) and \(other.shape)")
    let (rows, height, width) = (shape[0], shape[1], other.shape[1])
    return Tensor(shape: [height, width]) { out in
      out.initialize(repeating: 0)
      guard let start = out.baseAddress else { return }
      withUnsafeElements { one in
        other.withUnsafeElements { two in
          guard let one = one.baseAddress, let two = two.baseAddress else { return }
          // Safe: each block writes its own rows of the result.
          nonisolated(unsafe) let (left, right, out) = (one, two, start)
          Parallel.forEachBlock(of: MatrixProduct.blockRows, count: height) { block in
            MatrixProduct.add(
              .init(left + block.lowerBound, leading: height, isTransposed: true),
              .init(right, leading: width), to: out + block.lowerBound * width, leading: width,
              rows: block.count, inner: rows, columns: width)
          }
        }
      }
    }
  }

  /// The same elements as a matrix whose rows are the last axis.
  private func asRows() -> Tensor {
    reshaped([shape.dropLast().reduce(1, *), shape.last ?? 1])
  }

  private func product(
    with packed: PackedMatrix, columns: Range<Int>, _ ending: ProductEnding
  ) -> Tensor {
    let inner = packed.depth
    let rows = shape.dropLast().reduce(1, *)
    let target = Array(shape.dropLast()) + [columns.count]
    ending.check(shape: target)
    return Tensor(shape: target) { out in
      guard let out = out.baseAddress else { return }
      withUnsafeElements { left in
        packed.multiply(
          LeftRows(rows: rows, from: left.baseAddress ?? UnsafePointer(out), inner: inner),
          columns: columns,
          into: OutputRows(start: out, lineStride: 0, positionStride: columns.count),
          ending.at(column: columns.lowerBound, element: 0))
      }
    }
  }
}
