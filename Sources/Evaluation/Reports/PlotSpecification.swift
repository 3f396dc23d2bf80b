/// Plots below each other, as a Vega-Lite 5 specification.
struct PlotColumn: Encodable {
  let schema = "https://vega.github.io/schema/vega-lite/v5.json"
  let vconcat: [PlotSpecification]
  let resolve = ["scale": ["color": "independent"]]

  private enum CodingKeys: String, CodingKey {
    case vconcat, resolve
    case schema = "$schema"
  }
}

/// A point of a plot.
struct PlotPoint: Encodable {
  let x: Int
  let y: Int
  /// Which line or which bars it belongs to.
  let series: String
}

/// One plot as a Vega-Lite specification that holds its points.
struct PlotSpecification: Encodable {
  enum Mark: String, Encodable {
    case line
    case bar
  }

  /// An axis and its scale.
  enum Axis {
    case linear(String)
    case logarithmic(String)
    /// In intervals, whose points are summed.
    case binned(String)
  }

  let title: String
  let mark: Mark
  let x: Axis
  let y: Axis
  let points: [PlotPoint]

  private static let size = (width: 640, height: 320)

  private enum CodingKeys: String, CodingKey {
    case title, mark, data, encoding, width, height
  }

  private enum ChannelKeys: String, CodingKey {
    case x, y, color, opacity
  }

  private enum FieldKeys: String, CodingKey {
    case field, type, title, scale, bin, aggregate, stack, value
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(title, forKey: .title)
    try container.encode(mark, forKey: .mark)
    try container.encode(Self.size.width, forKey: .width)
    try container.encode(Self.size.height, forKey: .height)
    try container.encode(["values": points], forKey: .data)
    var channels = container.nestedContainer(keyedBy: ChannelKeys.self, forKey: .encoding)
    try encode(x, field: "x", to: &channels, .x)
    try encode(y, field: "y", to: &channels, .y)
    var color = channels.nestedContainer(keyedBy: FieldKeys.self, forKey: .color)
    try color.encode("series", forKey: .field)
    try color.encode("nominal", forKey: .type)
    try color.encodeNil(forKey: .title)
    guard mark == .bar else { return }
    // Bars of both sides stand before each other, not on top of each other.
    var opacity = channels.nestedContainer(keyedBy: FieldKeys.self, forKey: .opacity)
    try opacity.encode(0.6, forKey: .value)
  }

  private func encode(
    _ axis: Axis, field: String, to channels: inout KeyedEncodingContainer<ChannelKeys>,
    _ key: ChannelKeys
  ) throws {
    var container = channels.nestedContainer(keyedBy: FieldKeys.self, forKey: key)
    try container.encode(field, forKey: .field)
    try container.encode("quantitative", forKey: .type)
    switch axis {
    case .linear(let title):
      try container.encode(title, forKey: .title)
      try container.encode("sum", forKey: .aggregate)
      try container.encodeNil(forKey: .stack)
    case .logarithmic(let title):
      try container.encode(title, forKey: .title)
      try container.encode(["type": "log"], forKey: .scale)
    case .binned(let title):
      try container.encode(title, forKey: .title)
      try container.encode(["maxbins": 60], forKey: .bin)
    }
  }
}
