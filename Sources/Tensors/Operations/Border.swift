/// What stands beyond the ends of an axis of n elements.
public enum Border: Hashable, Sendable, CaseIterable {
  /// The elements in the opposite order, the outermost one not twice (`reflect`): c b | a b c | b a.
  case mirrored
  /// The outermost element again and again (`replicate`): a a | a b c | c c.
  case repeated
  /// The elements from the other end, as on a ring (`circular`): b c | a b c | a b.
  case wrapped

  /// Which of `extent` elements stands at a place that may lie outside.
  ///
  /// Far outside, mirrors and rings go on; PyTorch refuses to go once round.
  func source(of place: Int, extent: Int) -> Int {
    func remainder(_ period: Int) -> Int { (place % period + period) % period }
    switch self {
    case .mirrored:
      guard extent > 1 else { return 0 }
      let period = 2 * (extent - 1)
      return min(remainder(period), period - remainder(period))
    case .repeated: return min(max(place, 0), extent - 1)
    case .wrapped: return remainder(extent)
    }
  }
}

extension Tensor {
  /// The elements along an axis continued beyond its ends.
  ///
  /// Derivative: every copy's gradient is added to its element's.
  ///
  /// - Parameters:
  ///   - axis: the axis, which must not be empty.
  ///   - before: how many places come before the first element.
  ///   - after: how many come after the last.
  ///   - border: what stands there.
  /// - Returns: a tensor longer by `before + after` along the axis.
  public func padded(axis: Int, before: Int, after: Int, _ border: Border) -> Tensor {
    precondition(
      shape.indices.contains(axis) && before >= 0 && after >= 0,
      "\(before) before and \(after) after axis \(axis) of a shape \(shape)")
    guard before + after > 0 else { return self }
    let extent = shape[axis]
    precondition(extent > 0, "axis \(axis) of a shape \(shape) has nothing to be continued")
    func part(_ places: Range<Int>) -> Tensor {
      gathered(axis: axis, places.map { border.source(of: $0, extent: extent) })
    }
    return .concatenated([part(-before..<0), self, part(extent..<extent + after)], axis: axis)
  }
}
