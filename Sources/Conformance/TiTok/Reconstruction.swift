import Tensors

extension GoldenFindings {
  /// Adds decoded pictures as they are, clamped and in 8 bits.
  ///
  /// - Parameters:
  ///   - pictures: `[batch, height, width, 3]`, not clamped.
  ///   - name: what the reference calls them; clamped and 8-bit ones have an ending more.
  mutating func addReconstruction(_ pictures: Tensor, name: String) {
    let planes = pictures.channelsFirst
    let clamped = planes.clamped
    add(name, planes)
    add(name + "_clamped", clamped)
    // Truncated, as the reference's demonstration does.
    add(
      name + "_uint8", levels: clamped.elements.map { $0.isNaN ? 0 : UInt8($0 * 255) },
      shape: planes.shape)
  }
}

extension Tensor {
  /// The elements limited to 0...1; NaN stays.
  var clamped: Tensor {
    Tensor(
      shape: shape, elements: elements.map { $0 < 0 ? 0 : $0 > 1 ? 1 : $0 })
  }
}
