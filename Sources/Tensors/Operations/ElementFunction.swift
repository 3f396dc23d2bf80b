import CKernels

/// Functions of single elements that are not activations.
public enum ElementFunction: Hashable, Sendable, CaseIterable {
  /// eˣ
  case exponential
  /// The natural logarithm.
  case logarithm
  /// √x
  case squareRoot
  /// 1 / √x
  case reciprocalSquareRoot
  /// x²
  case square

  private var kernel: ElementKernel {
    switch self {
    case .exponential: tessera_exp
    case .logarithm: tessera_log
    case .squareRoot: tessera_sqrt
    case .reciprocalSquareRoot: tessera_reciprocal_sqrt
    case .square: tessera_square
    }
  }

  func apply(_ input: UnsafePointer<Float>?, _ output: UnsafeMutablePointer<Float>?, _ count: Int) {
    kernel(input, output, count)
  }

  /// Writes gradient · f′(input).
  func applyDerivative(
    _ input: UnsafePointer<Float>?, _ gradient: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Float>?, _ count: Int
  ) {
    switch self {
    case .exponential: tessera_exp_derivative(input, gradient, output, count)
    case .logarithm: tessera_log_derivative(input, gradient, output, count)
    case .squareRoot: tessera_sqrt_derivative(input, gradient, output, count)
    case .reciprocalSquareRoot:
      tessera_reciprocal_sqrt_derivative(input, gradient, output, count)
    case .square: tessera_square_derivative(input, gradient, output, count)
    }
  }
}

extension Tensor {
  /// The function of every element.
  ///
  /// Derivative: the gradient times the function's derivative at the input.
  public func mapped(_ function: ElementFunction) -> Tensor {
    let result = mapped(function.apply)
    let input = detached()
    return result.recorded(self) { [input.differentiated($0, function.applyDerivative)] }
  }

  /// Snake, x + sin²(α · x) / (α + 10⁻⁹) with an α for each channel (Ziyin et al.,
  /// arXiv:2006.08195, as codecs use it).
  ///
  /// - Parameter alpha: `[channels]`
  /// - Returns: `[..., channels]`, as the input.
  ///
  /// Derivatives: gradient · (1 + sin(2αx)), with α / (α + 10⁻⁹) before the sine; of α summed over
  /// all positions.
  public func snake(alpha: Tensor) -> Tensor {
    let channels = alpha.count
    precondition(alpha.shape.count == 1 && shape.last == channels, "α \(alpha.shape) for \(shape)")
    let rows = channels == 0 ? 0 : count / channels
    let result = Tensor(shape: shape) { out in
      withUnsafeElements { input in
        alpha.withUnsafeElements { alpha in
          RowBlocks.forEach(rows: rows, columns: channels) { block in
            let range = block.lowerBound * channels..<block.upperBound * channels
            tessera_snake(
              input.start(at: range), alpha.baseAddress, block.count, channels,
              out.start(at: range))
          }
        }
      }
    }
    let (input, slope) = (detached(), alpha.detached())
    return result.recorded(self, alpha) { gradient in
      input.snakeGradients(alpha: slope, gradient, rows: rows)
    }
  }

  private func snakeGradients(alpha: Tensor, _ gradient: Tensor, rows: Int) -> [Tensor?] {
    let channels = alpha.count
    let ofInput = Tensor(shape: shape) { out in
      withUnsafeElements { input in
        gradient.withUnsafeElements { gradient in
          alpha.withUnsafeElements { alpha in
            RowBlocks.forEach(rows: rows, columns: channels) { block in
              let range = block.lowerBound * channels..<block.upperBound * channels
              tessera_snake_derivative(
                input.start(at: range), alpha.baseAddress, gradient.start(at: range), block.count,
                channels, out.start(at: range))
            }
          }
        }
      }
    }
    let blocks = RowBlocks.count(rows: rows, columns: channels)
    let ofAlpha = Tensor(shape: [blocks, channels]) { out in
      out.initialize(repeating: 0)
      withUnsafeElements { input in
        gradient.withUnsafeElements { gradient in
          alpha.withUnsafeElements { alpha in
            RowBlocks.forEachNumbered(rows: rows, columns: channels) { block, part in
              let range = part.lowerBound * channels..<part.upperBound * channels
              tessera_snake_alpha_derivative(
                input.start(at: range), alpha.baseAddress, gradient.start(at: range), part.count,
                channels, out.start(at: block * channels..<(block + 1) * channels))
            }
          }
        }
      }
    }
    return [ofInput, ofAlpha.summed(axes: [0])]
  }
}
