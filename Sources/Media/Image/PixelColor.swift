/// An opaque 8-bit colour.
public struct PixelColor: Equatable, Sendable {
  /// Red, 0 to 255.
  public let red: UInt8
  /// Green, 0 to 255.
  public let green: UInt8
  /// Blue, 0 to 255.
  public let blue: UInt8

  /// A colour from its three samples.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Reads six hexadecimal digits, RRGGBB; nil when `text` is anything else.
  public init?(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == 6, text.count == 6 else { return nil }
    let samples = [0, 2, 4].map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    self.init(red: samples[0], green: samples[1], blue: samples[2])
  }

  /// All samples 0.
  public static let black = PixelColor(red: 0, green: 0, blue: 0)
  /// All samples 255.
  public static let white = PixelColor(red: 255, green: 255, blue: 255)

  /// The three samples in order.
  var samples: [UInt8] { [red, green, blue] }
}
