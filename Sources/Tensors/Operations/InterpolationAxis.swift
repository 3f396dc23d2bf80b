import Glibc

/// The sources and weights of every output along one axis of an interpolation.
///
/// Positions are computed in 32-bit floats, as torch does: in double they would fall on other
/// elements where a product lands next to an integer.
struct InterpolationAxis: Sendable {
  /// How many elements the source has.
  private let sourceCount: Int
  /// The sources and weights of each output.
  private let outputs: [[Tap]]

  /// One source element and its weight.
  private struct Tap: Sendable {
    let index: Int
    let weight: Float
  }

  /// The axis of `target` outputs over `source` elements, both at least 1.
  init(_ interpolation: Interpolation, from source: Int, to target: Int) {
    sourceCount = source
    let scale = Float(source) / Float(target)
    outputs = (0..<target).map { output in
      switch interpolation {
      case .nearest:
        [Self.single(floor(Float(output) * scale), of: source)]
      case .nearestExact:
        [Self.single(floor((Float(output) + 0.5) * scale), of: source)]
      case .area:
        Self.mean(of: output, from: source, to: target)
      case .bilinear(.antialiased):
        Self.antialiased(output, from: source, scale: scale, support: 1) { max(1 - abs($0), 0) }
      case .bicubic(.antialiased):
        Self.antialiased(output, from: source, scale: scale, support: 2) {
          Self.cubic(abs($0), sharpness: -0.5)
        }
      case .bilinear(let placement):
        Self.linear(Self.position(output, placement, from: source, to: target), of: source)
      case .bicubic(let placement):
        Self.cubic(Self.position(output, placement, from: source, to: target), of: source)
      }
    }
  }

  private static func single(_ place: Float, of source: Int) -> Tap {
    Tap(index: min(Int(place), source - 1), weight: 1)
  }

  private static func mean(of output: Int, from source: Int, to target: Int) -> [Tap] {
    let start = output * source / target
    let end = ((output + 1) * source + target - 1) / target
    return (start..<end).map { Tap(index: $0, weight: 1 / Float(end - start)) }
  }

  private static func position(
    _ output: Int, _ placement: Interpolation.Placement, from source: Int, to target: Int
  ) -> Float {
    guard placement == .alignedCorners else {
      // One rounding, as in torch's fused multiply-add: the product is exact in double.
      let scale = Double(Float(source) / Float(target))
      return Float(scale * (Double(output) + 0.5) - 0.5)
    }
    guard target > 1 else { return 0 }
    return Float(source - 1) / Float(target - 1) * Float(output)
  }

  private static func linear(_ position: Float, of source: Int) -> [Tap] {
    let position = max(position, 0)
    let lower = min(Int(position), source - 1)
    let upper = min(lower + 1, source - 1)
    let fraction = min(max(position - Float(lower), 0), 1)
    return [Tap(index: lower, weight: 1 - fraction), Tap(index: upper, weight: fraction)]
  }

  private static func cubic(_ position: Float, of source: Int) -> [Tap] {
    let first = floor(position)
    let fraction = position - first
    return (-1...2).map { offset in
      Tap(
        index: min(max(Int(first) + offset, 0), source - 1),
        weight: cubic(abs(fraction - Float(offset)), sharpness: -0.75))
    }
  }

  /// Keys' convolution kernel at a distance (Keys, "Cubic convolution interpolation for digital
  /// image processing", 1981), its free parameter as `sharpness`.
  private static func cubic(_ distance: Float, sharpness: Float) -> Float {
    if distance <= 1 {
      return ((sharpness + 2) * distance - (sharpness + 3)) * distance * distance + 1
    }
    guard distance < 2 else { return 0 }
    return ((sharpness * distance - 5 * sharpness) * distance + 8 * sharpness) * distance
      - 4 * sharpness
  }

  /// A kernel stretched by max(scale, 1), its weights divided by their sum.
  private static func antialiased(
    _ output: Int, from source: Int, scale: Float, support: Float, kernel: (Float) -> Float
  ) -> [Tap] {
    let stretch = max(scale, 1)
    let center = scale * (Float(output) + 0.5)
    let start = max(Int(center - support * stretch + 0.5), 0)
    let end = min(Int(center + support * stretch + 0.5), source)
    let weights = (start..<end).map { kernel((Float($0) - center + 0.5) / stretch) }
    let sum = weights.reduce(0, +)
    return zip(start..<end, weights).map { Tap(index: $0, weight: $1 / sum) }
  }

  /// How many outputs there are.
  var targetCount: Int { outputs.count }

  /// Resamples the middle axis of `[outerCount, source, innerCount]`, on all threads.
  func resample(
    _ elements: UnsafeBufferPointer<Float>, outerCount: Int, innerCount: Int,
    into result: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      elements.count == outerCount * sourceCount * innerCount
        && result.count == outerCount * targetCount * innerCount,
      "\(elements.count) elements resampled to \(result.count)")
    guard let source = elements.baseAddress, let target = result.baseAddress else { return }
    // Safe: each block writes its own outputs.
    nonisolated(unsafe) let (from, to) = (source, target)
    RowBlocks.forEach(rows: outerCount * outputs.count, columns: innerCount) {
      for row in $0 {
        let place = to + row * innerCount
        place.update(repeating: 0, count: innerCount)
        for tap in outputs[row % outputs.count] {
          let first = from + (row / outputs.count * sourceCount + tap.index) * innerCount
          for inner in 0..<innerCount { place[inner] += tap.weight * first[inner] }
        }
      }
    }
  }

  /// Gives every output's element back to its sources by the same weights: the transpose of
  /// ``resample(_:outerCount:innerCount:into:)``.
  func gather(
    _ elements: UnsafeBufferPointer<Float>, outerCount: Int, innerCount: Int,
    into result: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      elements.count == outerCount * targetCount * innerCount
        && result.count == outerCount * sourceCount * innerCount,
      "\(elements.count) elements gathered to \(result.count)")
    result.update(repeating: 0)
    guard let source = elements.baseAddress, let target = result.baseAddress else { return }
    // Safe: each block writes its own sources.
    nonisolated(unsafe) let (from, to) = (source, target)
    RowBlocks.forEach(rows: outerCount, columns: max(sourceCount, targetCount) * innerCount) {
      for outer in $0 {
        var place = from + outer * outputs.count * innerCount
        for taps in outputs {
          for tap in taps {
            let first = to + (outer * sourceCount + tap.index) * innerCount
            for inner in 0..<innerCount { first[inner] += tap.weight * place[inner] }
          }
          place += innerCount
        }
      }
    }
  }
}
