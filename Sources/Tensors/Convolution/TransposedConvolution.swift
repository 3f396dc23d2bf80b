extension Tensor {
  /// Transposed convolution over one or two axes: each input element adds its multiple of the
  /// kernel to the output, `stride` apart.
  ///
  /// Computed the other way round: the outputs whose place leaves the same remainder modulo the
  /// stride form an ordinary convolution of the input with every stride-th element of the kernel, so
  /// each output is written once and nothing is scattered.
  ///
  /// - Parameters:
  ///   - weight: `[inputs, outputs / groups, kernel...]`
  ///   - bias: `[outputs]`
  ///   - geometry: its padding is cut off the output.
  ///   - outputPadding: places added after the last one on every axis, to choose among the extents
  ///     that a convolution maps to the same one.
  /// - Returns: `[batch, ..., outputs]`
  ///
  /// Derivatives: of the input a convolution of the gradient; of the weight as for a convolution
  /// with input and gradient exchanged; of the bias the gradient's sum.
  public func transposeConvolved(
    _ weight: Tensor, bias: Tensor? = nil, _ geometry: ConvolutionGeometry, outputPadding: Int = 0
  ) -> Tensor {
    let extents = (0..<geometry.rank).map { axis in
      (shape[axis + 1] - 1) * geometry.stride[axis] - geometry.paddingBefore[axis]
        - geometry.paddingAfter[axis] + geometry.dilation[axis] * (weight.shape[axis + 2] - 1)
        + outputPadding + 1
    }
    return transposeConvolved(weight, bias: bias, geometry, outputExtents: extents)
  }

  /// The same with the output's extents given.
  func transposeConvolved(
    _ weight: Tensor, bias: Tensor? = nil, _ geometry: ConvolutionGeometry, outputExtents: [Int]
  ) -> Tensor {
    guard geometry.rank == 2 else {
      return planar.transposeConvolved(
        weight.planarKernel, bias: bias, geometry.planar, outputExtents: [1] + outputExtents
      ).linear1D
    }
    let plan = TransposedConvolutionPlan(
      input: shape, weight: weight.shape, bias: bias?.shape, geometry, outputExtents: outputExtents)
    let result = plan.apply(to: self, weight, bias: bias)
    let (input, kernel) = (detached(), weight.detached())
    let hasBias = bias != nil
    return result.recorded([self, weight] + [bias].compactMap { $0 }) { gradient in
      // The forward convolution may have more places than the input had, where the output was
      // padded; those belong to no input.
      let back = gradient.convolved(kernel, geometry).cropped(toExtents: Array(input.shape[1...2]))
      let forward = ConvolutionPlan(input: gradient.shape, weight: kernel.shape, geometry)
      let places = input.extended(toExtents: forward.outputExtents)
      let parts: [Tensor?] = [back, forward.weightGradient(input: gradient, gradient: places)]
      return hasBias ? parts + [gradient.summed(axes: [0, 1, 2])] : parts
    }
  }

  /// The first rows and columns of pictures.
  private func cropped(toExtents extents: [Int]) -> Tensor {
    sliced(axis: 1, 0..<extents[0]).sliced(axis: 2, 0..<extents[1])
  }

  /// Pictures with zeros after their last rows and columns.
  private func extended(toExtents extents: [Int]) -> Tensor {
    padded(axis: 1, before: 0, after: extents[0] - shape[1])
      .padded(axis: 2, before: 0, after: extents[1] - shape[2])
  }
}

/// A transposed convolution over pictures, with every size worked out.
private struct TransposedConvolutionPlan {
  let batch: Int
  let inputs: Int
  let outputs: Int
  let kernel: [Int]
  let inputExtents: [Int]
  let outputExtents: [Int]
  let geometry: ConvolutionGeometry

  init(
    input: [Int], weight: [Int], bias: [Int]?, _ geometry: ConvolutionGeometry,
    outputExtents: [Int]
  ) {
    precondition(
      input.count == 4 && weight.count == 4 && input[3] == weight[0]
        && weight[0] % geometry.groups == 0 && outputExtents.allSatisfy { $0 > 0 }
        && bias ?? [weight[1] * geometry.groups] == [weight[1] * geometry.groups],
      "a kernel \(weight) with bias \(bias ?? []) in \(geometry.groups) groups does not fit an "
        + "input \(input)")
    batch = input[0]
    inputs = input[3]
    outputs = weight[1] * geometry.groups
    kernel = Array(weight[2...])
    inputExtents = Array(input[1...2])
    self.outputExtents = outputExtents
    self.geometry = geometry
  }

  /// The outputs of one axis that share a remainder, and the kernel elements that reach them.
  private struct Phase {
    /// How many outputs there are, `stride` apart.
    let count: Int
    /// The first of them.
    let remainder: Int
    /// The kernel's elements.
    let elements: [Int]
    /// Which input each element multiplies at the phase's first output; may lie outside.
    let offsets: [Int]
  }

  private func phases(axis: Int) -> [Phase] {
    let (stride, dilation) = (geometry.stride[axis], geometry.dilation[axis])
    return (0..<min(stride, outputExtents[axis])).map { remainder in
      let place = remainder + geometry.paddingBefore[axis]
      let elements = (0..<kernel[axis]).filter { (place - $0 * dilation) % stride == 0 }
      return Phase(
        count: (outputExtents[axis] - remainder + stride - 1) / stride, remainder: remainder,
        elements: elements, offsets: elements.map { (place - $0 * dilation) / stride })
    }
  }

  func apply(to input: Tensor, _ weight: Tensor, bias: Tensor?) -> Tensor {
    let phases = [phases(axis: 0), phases(axis: 1)]
    let before = (0...1).map { axis in
      max(0, -(phases[axis].flatMap(\.offsets).min() ?? 0))
    }
    let after = (0...1).map { axis in
      let last = phases[axis].flatMap { phase in phase.offsets.map { $0 + phase.count } }.max() ?? 0
      return max(0, last - inputExtents[axis])
    }
    let bordered = input.zeroBordered(before: before, after: after)
    return Tensor(shape: [batch, outputExtents[0], outputExtents[1], outputs]) { out in
      guard let out = out.baseAddress else { return }
      bordered.withUnsafeElements { source in
        // Without channels nothing is read.
        let source = source.baseAddress ?? UnsafePointer(out)
        let ending = ProductEnding(bias: bias)
        for rows in phases[0] {
          for columns in phases[1] {
            apply(rows, columns, from: source, bordered.shape, before, weight, ending, to: out)
          }
        }
      }
    }
  }

  private func apply(
    _ rows: Phase, _ columns: Phase, from source: UnsafePointer<Float>, _ sourceShape: [Int],
    _ before: [Int], _ weight: Tensor, _ ending: ProductEnding, to out: UnsafeMutablePointer<Float>
  ) {
    let (groupInputs, groupOutputs) = (inputs / geometry.groups, outputs / geometry.groups)
    let lineStride = sourceShape[2] * inputs
    let taps = rows.offsets.flatMap { row in
      columns.offsets.map { (row + before[0]) * lineStride + ($0 + before[1]) * inputs }
    }
    for group in 0..<geometry.groups {
      let packed = weight.packedTransposedKernel(
        rows: rows.elements, columns: columns.elements, group: group, of: geometry.groups)
      for item in 0..<batch {
        let place =
          ((item * outputExtents[0] + rows.remainder) * outputExtents[1] + columns.remainder)
          * outputs + group * groupOutputs
        packed.multiply(
          LeftRows(
            start: source + item * sourceShape[1] * lineStride + group * groupInputs,
            lines: rows.count, lineStride: lineStride, positions: columns.count,
            positionStride: inputs, taps: taps, channels: groupInputs),
          into: OutputRows(
            start: out + place, lineStride: geometry.stride[0] * outputExtents[1] * outputs,
            positionStride: geometry.stride[1] * outputs),
          ending.at(column: group * groupOutputs, element: place))
      }
    }
  }
}
