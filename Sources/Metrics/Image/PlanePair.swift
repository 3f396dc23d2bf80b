import Media

/// One colour plane of two pictures, 0 to 255, `[height, width]` each.
struct PlanePair {
  /// Columns of both planes.
  let width: Int
  /// Rows of both planes.
  let height: Int
  /// The first picture's samples.
  let first: [Double]
  /// The second picture's samples.
  let second: [Double]

  /// The planes that pictures are compared by.
  enum Selection {
    case eachChannel
    case luma
  }

  /// The planes of two pictures of the same shape.
  static func planes(
    _ image: PixelImage, _ reference: PixelImage, _ selection: Selection
  ) -> [PlanePair] {
    func pair(_ plane: (PixelImage) -> [Double]) -> PlanePair {
      PlanePair(
        width: image.width, height: image.height, first: plane(image), second: plane(reference))
    }
    switch selection {
    case .luma where image.channels == .rgb:
      return [pair(luma)]
    case .luma, .eachChannel:
      return (0..<image.channels.count).map { channel in pair { samples(of: $0, channel) } }
    }
  }

  private static func samples(of image: PixelImage, _ channel: Int) -> [Double] {
    stride(from: channel, to: image.samples.count, by: image.channels.count).map {
      Double(image.samples[$0])
    }
  }

  /// 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601-7, 2.5.1), not rounded.
  private static func luma(of image: PixelImage) -> [Double] {
    stride(from: 0, to: image.samples.count, by: 3).map { place -> Double in
      let red = Double(image.samples[place])
      let green = Double(image.samples[place + 1])
      let blue = Double(image.samples[place + 2])
      return 0.299 * red + 0.587 * green + 0.114 * blue
    }
  }

  /// Both planes at half size: means of 2 by 2 samples; an odd side gets a zero at either end, which
  /// counts in the mean (`avg_pool2d` with padding, as pytorch-msssim).
  func halved() -> PlanePair {
    PlanePair(
      width: (width + 1) / 2, height: (height + 1) / 2, first: halved(first),
      second: halved(second))
  }

  private func halved(_ plane: [Double]) -> [Double] {
    func sample(_ row: Int, _ column: Int) -> Double {
      row < 0 || column < 0 ? 0 : plane[row * width + column]
    }
    var means = [Double]()
    means.reserveCapacity((width + 1) / 2 * ((height + 1) / 2))
    for row in stride(from: -(height % 2), to: height, by: 2) {
      for column in stride(from: -(width % 2), to: width, by: 2) {
        means.append(
          (sample(row, column) + sample(row, column + 1) + sample(row + 1, column)
            + sample(row + 1, column + 1)) / 4)
      }
    }
    return means
  }
}
