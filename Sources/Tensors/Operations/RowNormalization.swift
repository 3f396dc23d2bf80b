import CKernels

extension Tensor {
  /// (x − mean) / √(variance + ε) · weight + bias over the last axis (Ba et al., arXiv:1607.06450).
  ///
  /// - Parameters:
  ///   - weight: `[columns]`
  ///   - bias: `[columns]`
  ///   - epsilon: ε, added to the variance.
  /// - Returns: `[..., columns]`, as the input.
  ///
  /// Derivative: with y the normalised row and g = gradient · weight, (g − mean(g) − y · mean(g · y))
  /// / √(variance + ε); weight and bias sum gradient · y and gradient over the rows.
  public func layerNormalized(weight: Tensor, bias: Tensor?, epsilon: Float) -> Tensor {
    let columns = checkedColumns(weight, bias)
    let result = mappedRows(columns: columns) { input, output, rows in
      weight.withUnsafeElements { weight in
        bias.withUnsafeStart { bias in
          tessera_layer_norm_rows(
            input, weight.baseAddress, bias, rows, columns, epsilon, output)
        }
      }
    }
    let (input, scale) = (detached(), weight.detached())
    let hasBias = bias != nil
    return result.recorded([self, weight] + [bias].compactMap { $0 }) { gradient in
      let parts = RowGradients(of: input, weight: scale, gradient) {
        input, gradient, weight, rows, output, forWeight, forBias in
        tessera_layer_norm_rows_derivative(
          input, gradient, weight, rows, columns, epsilon, output, forWeight, forBias)
      }
      return [parts.input, parts.weight] + (hasBias ? [parts.bias] : [])
    }
  }

  /// x / √(mean(x²) + ε) · weight over the last axis (Zhang and Sennrich, arXiv:1910.07467).
  ///
  /// - Parameters:
  ///   - weight: `[columns]`
  ///   - epsilon: ε, added to the mean square.
  /// - Returns: `[..., columns]`, as the input.
  ///
  /// Derivative: as of layer normalisation without the means of values.
  public func rootMeanSquareNormalized(weight: Tensor, epsilon: Float) -> Tensor {
    let columns = checkedColumns(weight, nil)
    let result = mappedRows(columns: columns) { input, output, rows in
      weight.withUnsafeElements { weight in
        tessera_rms_norm_rows(input, weight.baseAddress, rows, columns, epsilon, output)
      }
    }
    let (input, scale) = (detached(), weight.detached())
    return result.recorded(self, weight) { gradient in
      let parts = RowGradients(of: input, weight: scale, gradient) {
        input, gradient, weight, rows, output, forWeight, _ in
        tessera_rms_norm_rows_derivative(
          input, gradient, weight, rows, columns, epsilon, output, forWeight)
      }
      return [parts.input, parts.weight]
    }
  }

  /// x / max(|x|, ε) over the last axis, |x| being the Euclidean length.
  ///
  /// Derivative: (gradient − y · Σ gradient · y) / |x|, and gradient / ε below ε.
  public func lengthNormalized(epsilon: Float) -> Tensor {
    let columns = shape.last ?? 1
    let result = mappedRows(columns: columns) { input, output, rows in
      tessera_l2_normalize_rows(input, rows, columns, epsilon, output)
    }
    let input = detached()
    return result.recorded(self) { gradient in
      [
        Tensor(shape: input.shape) { out in
          input.withUnsafeElements { input in
            gradient.withUnsafeElements { gradient in
              RowBlocks.forEach(rows: columns == 0 ? 0 : out.count / columns, columns: columns) {
                let range = $0.lowerBound * columns..<$0.upperBound * columns
                tessera_l2_normalize_rows_derivative(
                  input.start(at: range), gradient.start(at: range), $0.count, columns, epsilon,
                  out.start(at: range))
              }
            }
          }
        }
      ]
    }
  }

  private func checkedColumns(_ weight: Tensor, _ bias: Tensor?) -> Int {
    let columns = shape.last ?? 1
    precondition(
      weight.shape == [columns] && bias.map { $0.shape == [columns] } ?? true,
      "weight \(weight.shape) and bias \(bias?.shape ?? []) for rows of \(shape)")
    return columns
  }

  /// Rows mapped by a kernel, block by block; nothing is recorded.
  private func mappedRows(
    columns: Int,
    _ kernel: (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, _ rows: Int) -> Void
  ) -> Tensor {
    Tensor(shape: shape) { out in
      withUnsafeElements { input in
        RowBlocks.forEach(rows: columns == 0 ? 0 : out.count / columns, columns: columns) { block in
          let range = block.lowerBound * columns..<block.upperBound * columns
          kernel(input.start(at: range), out.start(at: range), block.count)
        }
      }
    }
  }
}

extension Tensor? {
  /// Lends where the elements start; nil for none.
  func withUnsafeStart(_ body: (UnsafePointer<Float>?) -> Void) {
    guard let self else { return body(nil) }
    self.withUnsafeElements { body($0.baseAddress) }
  }
}

/// The gradients of a row-wise normalisation.
private struct RowGradients {
  let input: Tensor
  let weight: Tensor
  let bias: Tensor

  typealias Kernel = (
    _ input: UnsafePointer<Float>?, _ gradient: UnsafePointer<Float>?,
    _ weight: UnsafePointer<Float>?, _ rows: Int, _ output: UnsafeMutablePointer<Float>?,
    _ forWeight: UnsafeMutablePointer<Float>?, _ forBias: UnsafeMutablePointer<Float>?
  ) -> Void

  /// Blocks of rows are summed each on one thread, then the blocks in double precision.
  init(of input: Tensor, weight: Tensor, _ gradient: Tensor, _ kernel: Kernel) {
    let columns = weight.count
    let rows = columns == 0 ? 0 : input.count / columns
    let blocks = RowBlocks.count(rows: rows, columns: columns)
    var forWeight = Tensor(shape: [blocks, columns])
    var forBias = Tensor(shape: [blocks, columns])
    self.input = Tensor(shape: input.shape) { out in
      input.withUnsafeElements { input in
        gradient.withUnsafeElements { gradient in
          weight.withUnsafeElements { weight in
            forWeight.withUnsafeMutableElements { forWeight in
              forBias.withUnsafeMutableElements { forBias in
                RowBlocks.forEachNumbered(rows: rows, columns: columns) { block, part in
                  let range = part.lowerBound * columns..<part.upperBound * columns
                  let sums = block * columns..<(block + 1) * columns
                  kernel(
                    input.start(at: range), gradient.start(at: range), weight.baseAddress,
                    part.count, out.start(at: range), forWeight.start(at: sums),
                    forBias.start(at: sums))
                }
              }
            }
          }
        }
      }
    }
    self.weight = forWeight.summed(axes: [0])
    bias = forBias.summed(axes: [0])
  }
}
