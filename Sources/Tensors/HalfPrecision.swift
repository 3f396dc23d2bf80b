extension Tensor {
  /// Every element rounded to the nearest 16-bit float, as a file of that type will hold it.
  package func roundedToHalfPrecision() -> Tensor {
    Tensor(shape: shape, elements: elements.map { Float(Float16($0)) })
  }
}
