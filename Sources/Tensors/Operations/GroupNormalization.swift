import CKernels
import Threads

extension Tensor {
  /// Normalises consecutive groups of channels over all positions of each item (Wu and He,
  /// arXiv:1803.08494): (x − mean) / √(variance + ε) · weight + bias.
  ///
  /// - Parameters:
  ///   - groups: how many groups the channels form.
  ///   - weight: `[channels]`
  ///   - bias: `[channels]`
  ///   - epsilon: ε, added to the variance.
  ///   - activation: applied to the results; SiLU costs no pass of its own.
  /// - Returns: `[batch, ..., channels]`, as the input.
  ///
  /// Derivative: as of layer normalisation, over a group's positions and channels.
  public func groupNormalized(
    groups: Int, weight: Tensor, bias: Tensor, epsilon: Float, activation: Activation? = nil
  ) -> Tensor {
    if let activation, activation != .silu {
      return groupNormalized(groups: groups, weight: weight, bias: bias, epsilon: epsilon)
        .activated(activation)
    }
    let plan = GroupNormPlan(
      shape: shape, groups: groups, weight: weight.detached(), bias: bias.detached(),
      epsilon: epsilon, appliesSiLU: activation == .silu)
    let statistics = plan.statistics(of: self)
    let result = plan.apply(statistics, to: self)
    let input = detached()
    return result.recorded(self, weight, bias) { gradient in
      let parts = plan.gradients(of: input, statistics, gradient)
      return [parts.input, parts.weight, parts.bias]
    }
  }
}

/// A group normalisation with every size worked out.
private struct GroupNormPlan: Sendable {
  let batch: Int
  let positions: Int
  let channels: Int
  let groups: Int
  let weight: Tensor
  let bias: Tensor
  let epsilon: Float
  let appliesSiLU: Bool

  init(
    shape: [Int], groups: Int, weight: Tensor, bias: Tensor, epsilon: Float, appliesSiLU: Bool
  ) {
    precondition(
      shape.count >= 2 && groups > 0 && shape[shape.count - 1] % groups == 0
        && weight.shape == [shape[shape.count - 1]] && bias.shape == weight.shape,
      "\(groups) groups, weight \(weight.shape) and bias \(bias.shape) for \(shape)")
    batch = shape[0]
    channels = shape[shape.count - 1]
    positions = shape[1..<shape.count - 1].reduce(1, *)
    self.groups = groups
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
    self.appliesSiLU = appliesSiLU
  }

  /// Means and reciprocal deviations of every item's groups, `[batch, groups]` each.
  struct Statistics: Sendable {
    let means: [Float]
    let scales: [Float]
  }

  private var blocksPerItem: Int {
    (positions + TESSERA_GROUP_NORM_POSITIONS - 1) / TESSERA_GROUP_NORM_POSITIONS
  }

  /// Calls `body` for every block of positions with its item, its number and its elements.
  private func forEachBlock(_ body: (_ item: Int, _ block: Int, _ elements: Range<Int>) -> Void) {
    let size = TESSERA_GROUP_NORM_POSITIONS
    withoutActuallyEscaping(body) { body in
      // Safe: each block touches its own elements.
      nonisolated(unsafe) let body = body
      Parallel.forEach(count: batch * blocksPerItem) { index in
        let (item, block) = (index / blocksPerItem, index % blocksPerItem)
        let first = item * positions + block * size
        let count = min(size, positions - block * size)
        body(item, index, first * channels..<(first + count) * channels)
      }
    }
  }

  func statistics(of input: Tensor) -> Statistics {
    var means = [Float](repeating: 0, count: batch * groups)
    var scales = means
    withUnsafeTemporaryAllocation(
      of: (Double, Double).self, capacity: max(batch * blocksPerItem * groups, 1)
    ) { moments in
      guard let moments = moments.baseAddress else { return }
      input.withUnsafeElements { input in
        forEachBlock { _, block, elements in
          tessera_group_norm_moments(
            input.start(at: elements), elements.count / channels, channels, groups,
            moments + block * groups)
        }
      }
      means.withUnsafeMutableBufferPointer { means in
        scales.withUnsafeMutableBufferPointer { scales in
          for item in 0..<batch {
            let range = item * groups..<(item + 1) * groups
            tessera_group_norm_combine(
              moments + item * blocksPerItem * groups, positions, channels, groups, epsilon,
              means.start(at: range), scales.start(at: range))
          }
        }
      }
    }
    return Statistics(means: means, scales: scales)
  }

  func apply(_ statistics: Statistics, to input: Tensor) -> Tensor {
    Tensor(shape: input.shape) { out in
      input.withUnsafeElements { input in
        withUnsafeStatistics(statistics) { means, scales, weight, bias in
          forEachBlock { item, _, elements in
            tessera_group_norm_apply(
              input.start(at: elements), elements.count / channels, channels, groups,
              means + item * groups, scales + item * groups, weight, bias, appliesSiLU,
              out.start(at: elements))
          }
        }
      }
    }
  }

  /// The gradients of input, weight and bias.
  func gradients(
    of input: Tensor, _ statistics: Statistics, _ gradient: Tensor
  ) -> (input: Tensor, weight: Tensor, bias: Tensor) {
    let blocks = Tensor(shape: [2, batch, blocksPerItem, channels]) { sums in
      let half = sums.count / 2
      input.withUnsafeElements { input in
        gradient.withUnsafeElements { gradient in
          withUnsafeStatistics(statistics) { means, scales, weight, bias in
            forEachBlock { item, block, elements in
              tessera_group_norm_gradients(
                input.start(at: elements), gradient.start(at: elements),
                elements.count / channels, channels, groups, means + item * groups,
                scales + item * groups, weight, bias, appliesSiLU,
                sums.start(at: block * channels..<(block + 1) * channels),
                sums.start(at: half + block * channels..<half + (block + 1) * channels))
            }
          }
        }
      }
    }
    let items = blocks.summed(axes: [2])
    let ofInput = Tensor(shape: input.shape) { out in
      input.withUnsafeElements { input in
        gradient.withUnsafeElements { gradient in
          items.withUnsafeElements { items in
            withUnsafeStatistics(statistics) { means, scales, weight, bias in
              forEachBlock { item, _, elements in
                let place = item * channels..<(item + 1) * channels
                let later =
                  place.lowerBound + batch * channels..<place.upperBound + batch * channels
                tessera_group_norm_input_gradient(
                  input.start(at: elements), gradient.start(at: elements),
                  elements.count / channels, positions, channels, groups, means + item * groups,
                  scales + item * groups, weight, bias, items.start(at: place),
                  items.start(at: later), appliesSiLU, out.start(at: elements))
              }
            }
          }
        }
      }
    }
    let sums = items.summed(axes: [1])
    return (
      ofInput, sums.sliced(axis: 0, 0..<1).reshaped([channels]),
      sums.sliced(axis: 0, 1..<2).reshaped([channels])
    )
  }

  private func withUnsafeStatistics(
    _ statistics: Statistics,
    _ body: (
      _ means: UnsafePointer<Float>, _ scales: UnsafePointer<Float>,
      _ weight: UnsafePointer<Float>?, _ bias: UnsafePointer<Float>?
    ) -> Void
  ) {
    statistics.means.withUnsafeBufferPointer { means in
      statistics.scales.withUnsafeBufferPointer { scales in
        weight.withUnsafeElements { weight in
          bias.withUnsafeElements { bias in
            guard let means = means.baseAddress, let scales = scales.baseAddress else { return }
            body(means, scales, weight.baseAddress, bias.baseAddress)
          }
        }
      }
    }
  }
}
