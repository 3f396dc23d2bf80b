/// Steps, holes, borders and groups of a convolution, one entry an axis.
public struct ConvolutionGeometry: Hashable, Sendable {
  /// Distance between the places where the kernel is applied.
  public let stride: [Int]
  /// Distance between the places that a kernel's elements read.
  public let dilation: [Int]
  /// Zeros before the first element of each axis.
  public let paddingBefore: [Int]
  /// Zeros after the last element of each axis.
  public let paddingAfter: [Int]
  /// Into how many independent parts inputs and outputs are cut.
  public let groups: Int

  /// A geometry of `rank` axes; what is not given is 1, or 0 for padding.
  ///
  /// - Parameters:
  ///   - rank: number of spatial axes, 1 or 2.
  ///   - stride: distance between applications, the same on every axis.
  ///   - dilation: distance between the kernel's elements, the same on every axis.
  ///   - padding: zeros on both ends of every axis.
  ///   - groups: independent parts.
  public init(rank: Int, stride: Int = 1, dilation: Int = 1, padding: Int = 0, groups: Int = 1) {
    self.init(
      stride: Array(repeating: stride, count: rank),
      dilation: Array(repeating: dilation, count: rank),
      paddingBefore: Array(repeating: padding, count: rank),
      paddingAfter: Array(repeating: padding, count: rank), groups: groups)
  }

  /// A geometry with everything given for each axis.
  public init(
    stride: [Int], dilation: [Int], paddingBefore: [Int], paddingAfter: [Int], groups: Int = 1
  ) {
    precondition(
      (1...2).contains(stride.count) && dilation.count == stride.count
        && paddingBefore.count == stride.count && paddingAfter.count == stride.count,
      "a convolution over \(stride.count) axes")
    precondition(
      stride.allSatisfy { $0 > 0 } && dilation.allSatisfy { $0 > 0 }
        && paddingBefore.allSatisfy { $0 >= 0 } && paddingAfter.allSatisfy { $0 >= 0 }
        && groups > 0, "strides, dilations and groups are positive, paddings not negative")
    self.stride = stride
    self.dilation = dilation
    self.paddingBefore = paddingBefore
    self.paddingAfter = paddingAfter
    self.groups = groups
  }

  /// How many spatial axes there are.
  public var rank: Int { stride.count }

  /// How many places a kernel is applied at along an axis of `extent` elements; 0 when it does not
  /// fit once.
  public func outputExtent(axis: Int, extent: Int, kernel: Int) -> Int {
    let room =
      extent + paddingBefore[axis] + paddingAfter[axis] - dilation[axis] * (kernel - 1) - 1
    return room < 0 ? 0 : room / stride[axis] + 1
  }

  /// The same over two axes: a sequence becomes a picture of one line.
  var planar: ConvolutionGeometry {
    guard rank == 1 else { return self }
    return ConvolutionGeometry(
      stride: [1] + stride, dilation: [1] + dilation, paddingBefore: [0] + paddingBefore,
      paddingAfter: [0] + paddingAfter, groups: groups)
  }
}
