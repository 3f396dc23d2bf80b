import Threads

extension Tensor {
  /// Convolution (cross-correlation, as networks have it) over one or two axes.
  ///
  /// The input's lines are read where they lie: for every output the kernel's rows are runs of
  /// consecutive memory, and the product of those runs with the packed weights is accumulated, so no
  /// column matrix is ever built. Only padding copies the input.
  ///
  /// - Parameters:
  ///   - weight: `[outputs, inputs / groups, kernel...]`
  ///   - bias: `[outputs]`
  ///   - geometry: steps, holes, borders and groups.
  ///   - activation: applied to each output.
  ///   - residual: added after the activation, of the output's shape.
  /// - Returns: `[batch, ..., outputs]` for an input `[batch, ..., inputs]`.
  ///
  /// Derivatives: of the input a transposed convolution of the gradient; of the weight products of
  /// gradient and input, tap by tap; of the bias the gradient's sum.
  public func convolved(
    _ weight: Tensor, bias: Tensor? = nil, _ geometry: ConvolutionGeometry,
    activation: Activation? = nil, adding residual: Tensor? = nil
  ) -> Tensor {
    if let activation, activation.kernel == nil || needsTrace(weight, bias, residual) {
      let result = convolved(weight, bias: bias, geometry).activated(activation)
      return residual.map { result + $0 } ?? result
    }
    guard geometry.rank == 2 else {
      return planar.convolved(
        weight.planarKernel, bias: bias, geometry.planar, activation: activation,
        adding: residual?.planar
      ).linear1D
    }
    let plan = ConvolutionPlan(input: shape, weight: weight.shape, bias: bias?.shape, geometry)
    let result = plan.apply(
      to: self, weight, ProductEnding(bias: bias, activation: activation, residual: residual))
    let (input, kernel) = (detached(), weight.detached())
    let (hasBias, hasResidual) = (bias != nil, residual != nil)
    return result.recorded([self, weight] + [bias, residual].compactMap { $0 }) { gradient in
      var parts: [Tensor?] = [
        gradient.transposeConvolved(kernel, geometry, outputExtents: Array(input.shape[1...2])),
        plan.weightGradient(input: input, gradient: gradient),
      ]
      if hasBias { parts.append(gradient.summed(axes: [0, 1, 2])) }
      if hasResidual { parts.append(gradient) }
      return parts
    }
  }

  /// Whether an operation on these must be recorded.
  func needsTrace(_ others: Tensor?...) -> Bool {
    isTraced || others.contains { $0?.isTraced ?? false }
  }

  /// A sequence `[batch, position, channels]` as pictures of one line.
  var planar: Tensor { reshaped([shape[0], 1, shape[1], shape[2]]) }
  /// Pictures of one line as sequences.
  var linear1D: Tensor { reshaped([shape[0], shape[2], shape[3]]) }
  /// A kernel over sequences as one over pictures of one line.
  var planarKernel: Tensor { reshaped([shape[0], shape[1], 1, shape[2]]) }
}

/// A convolution over pictures, with every size worked out.
struct ConvolutionPlan: Sendable {
  let batch: Int
  let inputs: Int
  let outputs: Int
  let kernel: [Int]
  let inputExtents: [Int]
  let outputExtents: [Int]
  let geometry: ConvolutionGeometry

  init(input: [Int], weight: [Int], bias: [Int]? = nil, _ geometry: ConvolutionGeometry) {
    precondition(
      input.count == 4 && weight.count == 4 && input[3] == weight[1] * geometry.groups
        && weight[0] % geometry.groups == 0 && bias ?? [weight[0]] == [weight[0]],
      "a kernel \(weight) with bias \(bias ?? []) in \(geometry.groups) groups does not fit an "
        + "input \(input)")
    batch = input[0]
    inputs = input[3]
    outputs = weight[0]
    kernel = Array(weight[2...])
    inputExtents = Array(input[1...2])
    self.geometry = geometry
    outputExtents = [0, 1].map { [kernel] axis in
      geometry.outputExtent(axis: axis, extent: input[axis + 1], kernel: kernel[axis])
    }
    precondition(
      !outputExtents.contains(0), "a kernel \(weight) is larger than its padded input \(input)")
  }

  /// Channels in and out of one group.
  private var groupInputs: Int { inputs / geometry.groups }
  private var groupOutputs: Int { outputs / geometry.groups }

  /// The input with its borders in place.
  private func padded(_ input: Tensor) -> Tensor {
    input.zeroBordered(before: geometry.paddingBefore, after: geometry.paddingAfter)
  }

  /// Where a kernel's elements read, from the first one, in runs of consecutive memory: with no
  /// holes and one group, a kernel's whole row is one run.
  private func taps(lineStride: Int) -> (starts: [Int], channels: Int) {
    let rows = (0..<kernel[0]).map { $0 * geometry.dilation[0] * lineStride }
    guard geometry.groups > 1 || (geometry.dilation[1] > 1 && kernel[1] > 1) else {
      return (rows, kernel[1] * inputs)
    }
    let starts = rows.flatMap { row in
      (0..<kernel[1]).map { row + $0 * geometry.dilation[1] * inputs }
    }
    return (starts, groupInputs)
  }

  func apply(to input: Tensor, _ weight: Tensor, _ ending: ProductEnding) -> Tensor {
    ending.check(shape: [batch, outputExtents[0], outputExtents[1], outputs])
    if ending.activation == nil,
      WinogradPlan.suits(kernel: kernel, inputs: inputs, outputs: outputs, geometry)
    {
      return WinogradPlan(
        batch: batch, inputs: inputs, outputs: outputs, inputExtents: inputExtents,
        outputExtents: outputExtents, paddingBefore: geometry.paddingBefore
      ).apply(to: input, weight, ending)
    }
    return applyDirectly(to: padded(input), weight, ending)
  }

  /// The convolution of an input with borders, run by run of consecutive memory.
  private func applyDirectly(
    to input: Tensor, _ weight: Tensor, _ ending: ProductEnding
  ) -> Tensor {
    let lineStride = input.shape[2] * inputs
    let (taps, channels) = taps(lineStride: lineStride)
    let extents = outputExtents
    let target = [batch, extents[0], extents[1], outputs]
    ending.check(shape: target)
    return Tensor(shape: target) { out in
      guard let out = out.baseAddress else { return }
      input.withUnsafeElements { source in
        // Without channels nothing is read.
        let source = source.baseAddress ?? UnsafePointer(out)
        for group in 0..<geometry.groups {
          let packed = weight.packedKernel(group: group, of: geometry.groups)
          for item in 0..<batch {
            let place = item * extents[0] * extents[1] * outputs + group * groupOutputs
            packed.multiply(
              LeftRows(
                start: source + item * input.shape[1] * lineStride + group * groupInputs,
                lines: extents[0], lineStride: geometry.stride[0] * lineStride,
                positions: extents[1], positionStride: geometry.stride[1] * inputs,
                taps: taps, channels: channels),
              into: OutputRows(
                start: out + place, lineStride: extents[1] * outputs, positionStride: outputs),
              ending.at(column: group * groupOutputs, element: place))
          }
        }
      }
    }
  }

  /// dW[o, c, tap] = Σ over batch and places of gradient[place, o] · input[place of tap, c].
  func weightGradient(input: Tensor, gradient: Tensor) -> Tensor {
    let input = padded(input)
    let tapCount = kernel[0] * kernel[1]
    let (groupInputs, groupOutputs) = (groupInputs, groupOutputs)
    let (paddedHeight, lineStride) = (input.shape[1], input.shape[2] * inputs)
    let taps = Tensor(shape: [tapCount, outputs, groupInputs]) { out in
      out.initialize(repeating: 0)
      guard let out = out.baseAddress else { return }
      input.withUnsafeElements { source in
        gradient.withUnsafeElements { gradient in
          guard let input = source.baseAddress, let changes = gradient.baseAddress else { return }
          // Safe: each tap and group has its own part of the result.
          nonisolated(unsafe) let (source, gradient, out) = (input, changes, out)
          Parallel.forEach(count: tapCount * geometry.groups) { index in
            let (tap, group) = (index / geometry.groups, index % geometry.groups)
            let offset =
              tap / kernel[1] * geometry.dilation[0] * lineStride
              + tap % kernel[1] * geometry.dilation[1] * inputs + group * groupInputs
            for place in 0..<batch * outputExtents[0] {
              let (item, line) = (place / outputExtents[0], place % outputExtents[0])
              let from =
                (item * paddedHeight + line * geometry.stride[0]) * lineStride + offset
              MatrixProduct.add(
                .init(
                  gradient + place * outputExtents[1] * outputs + group * groupOutputs,
                  leading: outputs, isTransposed: true),
                .init(source + from, leading: geometry.stride[1] * inputs),
                to: out + (tap * outputs + group * groupOutputs) * groupInputs,
                leading: groupInputs, rows: groupOutputs, inner: outputExtents[1],
                columns: groupInputs)
            }
          }
        }
      }
    }
    return taps.permuted([1, 2, 0]).reshaped([outputs, groupInputs] + kernel)
  }
}
