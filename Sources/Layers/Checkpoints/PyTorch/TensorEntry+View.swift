extension TensorEntry {
  /// A view that repeats elements may have this many (256 MB as 32-bit floats); others are bounded
  /// by their storage.
  private static let largestExpansion = 1 << 26

  /// A tensor of an archive, whose elements must all lie within its storage's bytes.
  ///
  /// - Throws: `ArchiveFailure`.
  init(_ tensor: PickledTensor, named name: String, within storage: Range<Int>) throws {
    let elementSize = tensor.elementType.byteCount
    let available = storage.count / elementSize
    guard let count = Self.product(tensor.shape),
      let end = count == 0 ? 0 : Self.end(of: tensor), end <= available
    else {
      throw ArchiveFailure.malformed(
        "\(name) of shape \(tensor.shape) reaches beyond its storage of \(available) elements")
    }
    guard count <= max(available, Self.largestExpansion) else {
      throw ArchiveFailure.unsupported("\(name) repeats \(available) elements to \(count)")
    }
    let offset = count == 0 ? 0 : tensor.offset
    self.init(
      elementType: tensor.elementType, shape: tensor.shape, strides: tensor.strides,
      start: storage.lowerBound + offset * elementSize)
  }

  /// The number of elements, or nil for more than can be counted.
  private static func product(_ shape: [Int]) -> Int? {
    var product = 1
    for extent in shape where !shape.contains(0) {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow else { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }

  /// The index behind the last element that a view without empty axes reaches, or nil for more than
  /// can be counted.
  private static func end(of tensor: PickledTensor) -> Int? {
    var last = tensor.offset
    for (extent, stride) in zip(tensor.shape, tensor.strides) {
      let (reach, tooFar) = (extent - 1).multipliedReportingOverflow(by: stride)
      let (sum, overflow) = last.addingReportingOverflow(reach)
      guard !tooFar, !overflow else { return nil }
      last = sum
    }
    let (end, overflow) = last.addingReportingOverflow(1)
    return overflow ? nil : end
  }
}
