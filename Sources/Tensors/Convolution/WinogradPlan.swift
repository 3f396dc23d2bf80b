import CKernels
import Threads

/// A 3×3 convolution with stride 1 by the minimal filtering algorithm F(2×2, 3×3) (Lavin and Gray,
/// arXiv:1509.09308): 16 multiplications for each four outputs instead of 36.
///
/// The picture is cut into squares of 2×2 outputs. Blocks of squares are transformed to sixteen small
/// matrices, multiplied with the sixteen transformed kernels and transformed back while they are in
/// the cache. Squares stand at even places of the picture, whoever computes them, so results don't
/// depend on threads or batches. They differ from the definition's by a few units in the last place
/// of the largest operand.
struct WinogradPlan: Sendable {
  let batch: Int
  let inputs: Int
  let outputs: Int
  let inputExtents: [Int]
  let outputExtents: [Int]
  let paddingBefore: [Int]

  /// Floats of transformed inputs and products that a block may fill: half of a 2 MiB cache, since
  /// the kernels stream past them.
  private static let blockFloats = 1 << 18
  /// Squares in a block are multiples of the rows that the widest product kernel takes at once.
  private static let tileRows = 14

  /// Whether a convolution is of this kind and large enough to gain.
  static func suits(kernel: [Int], inputs: Int, outputs: Int, _ geometry: ConvolutionGeometry)
    -> Bool
  {
    kernel == [3, 3] && geometry.stride == [1, 1] && geometry.dilation == [1, 1]
      && geometry.groups == 1 && inputs >= 32 && outputs >= 32
  }

  private var columns: Int { (outputExtents[1] + 1) / 2 }
  private var squares: Int { (outputExtents[0] + 1) / 2 * columns }

  private var squaresPerBlock: Int {
    let fitting = Self.blockFloats / (16 * max(inputs, outputs)) / Self.tileRows * Self.tileRows
    return min(max(fitting, Self.tileRows), 4 * Self.tileRows)
  }

  /// The convolution of `[batch, height, width, inputs]`, which has no borders yet.
  func apply(to input: Tensor, _ weight: Tensor, _ ending: ProductEnding) -> Tensor {
    let kernels = weight.packedWinogradKernels()
    let blocksPerItem = (squares + squaresPerBlock - 1) / squaresPerBlock
    let itemFloats = inputExtents[0] * inputExtents[1] * inputs
    ProductCounter.note(
      rows: batch * outputExtents[0] * outputExtents[1], inner: 9 * inputs, columns: outputs)
    return Tensor(shape: [batch, outputExtents[0], outputExtents[1], outputs]) { out in
      guard let start = out.baseAddress else { return }
      input.withUnsafeElements { input in
        guard let first = input.baseAddress else { return }
        ending.at(column: 0, element: 0).withUnsafeFinish { finish in
          // Safe: each block writes its own squares of the result.
          nonisolated(unsafe) let (input, out, finish) = (first, start, finish)
          let arena = BufferArena.current
          Parallel.forEach(count: batch * blocksPerItem) { index in
            let (item, block) = (index / blocksPerItem, index % blocksPerItem)
            let range =
              block * squaresPerBlock..<min((block + 1) * squaresPerBlock, squares)
            let place = item * outputExtents[0] * outputExtents[1] * outputs
            compute(
              range, from: input + item * itemFloats, kernels: kernels, to: out + place,
              bias: finish.bias, residual: finish.residual.map { $0 + place }, arena)
          }
        }
      }
    }
  }

  private func compute(
    _ range: Range<Int>, from input: UnsafePointer<Float>, kernels: [PackedMatrix],
    to out: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>?, _ arena: BufferArena
  ) {
    let (inputStride, productStride) = (range.count * inputs, range.count * outputs)
    let transformed = arena.take(16 * inputStride)
    let products = arena.take(16 * productStride)
    let tile = arena.take(16 * inputs)
    defer {
      arena.giveBack(transformed)
      arena.giveBack(products)
      arena.giveBack(tile)
    }
    guard let transformed = transformed.baseAddress, let products = products.baseAddress,
      let tile = tile.baseAddress
    else { return }
    for (place, square) in range.enumerated() {
      transform(square, from: input, tile: tile, to: transformed + place * inputs, inputStride)
    }
    for element in 0..<16 {
      kernels[element].multiply(
        LeftRows(rows: range.count, from: transformed + element * inputStride, inner: inputs),
        into: OutputRows(
          start: products + element * productStride, lineStride: 0, positionStride: outputs),
        arena: arena)
    }
    for (place, square) in range.enumerated() {
      let (row, column) = (square / columns * 2, square % columns * 2)
      let target = (row * outputExtents[1] + column) * outputs
      tessera_winograd_outputs(
        products + place * outputs, productStride, outputs, bias, residual.map { $0 + target },
        min(2, outputExtents[0] - row), min(2, outputExtents[1] - column),
        outputExtents[1] * outputs, outputs, out + target)
    }
  }

  /// Transforms the inputs of one square; those that reach over the picture's edge are copied with
  /// zeros around them first.
  private func transform(
    _ square: Int, from input: UnsafePointer<Float>, tile: UnsafeMutablePointer<Float>,
    to transformed: UnsafeMutablePointer<Float>, _ elementStride: Int
  ) {
    let top = square / columns * 2 - paddingBefore[0]
    let left = square % columns * 2 - paddingBefore[1]
    let (height, width) = (inputExtents[0], inputExtents[1])
    if top >= 0, left >= 0, top + 4 <= height, left + 4 <= width {
      return tessera_winograd_inputs(
        input + (top * width + left) * inputs, width * inputs, inputs, inputs, elementStride,
        transformed)
    }
    tile.update(repeating: 0, count: 16 * inputs)
    for row in max(top, 0)..<max(min(top + 4, height), max(top, 0)) {
      for column in max(left, 0)..<max(min(left + 4, width), max(left, 0)) {
        (tile + ((row - top) * 4 + column - left) * inputs)
          .update(from: input + (row * width + column) * inputs, count: inputs)
      }
    }
    tessera_winograd_inputs(tile, 4 * inputs, inputs, inputs, elementStride, transformed)
  }
}
