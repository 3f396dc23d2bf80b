import Glibc

/// How the pixels around a place are weighted when a picture changes size; the filters of Pillow.
public enum ResizeFilter: String, Equatable, Sendable, CaseIterable {
  /// The source pixel under the centre of the output pixel.
  case nearest
  /// The mean over the output pixel's own extent.
  case box
  /// A triangle of radius 1.
  case bilinear
  /// A sinc of radius 1 under a Hamming window.
  case hamming
  /// Keys' cubic with a = -0.5, radius 2 (Keys, "Cubic convolution interpolation", 1981, eq. 4).
  case bicubic
  /// A sinc of radius 3 under the middle lobe of a wider sinc.
  case lanczos

  /// The distance from its centre beyond which the filter is zero, in source pixels at scale 1.
  var support: Double {
    switch self {
    case .nearest: 0
    case .box: 0.5
    case .bilinear, .hamming: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  /// The weight at a distance from the centre; ends belong to one side as in Pillow.
  func weight(at x: Double) -> Double {
    switch self {
    case .nearest: return 0
    case .box: return x > -0.5 && x <= 0.5 ? 1 : 0
    case .bilinear: return max(1 - abs(x), 0)
    case .hamming:
      guard abs(x) < 1 else { return 0 }
      return Self.sinc(x) * (0.54 + 0.46 * cos(.pi * x))
    case .bicubic: return Self.cubic(abs(x))
    case .lanczos: return x >= -3 && x < 3 ? Self.sinc(x) * Self.sinc(x / 3) : 0
    }
  }

  private static func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(.pi * x) / (.pi * x)
  }

  private static func cubic(_ distance: Double) -> Double {
    let sharpness = -0.5
    if distance < 1 {
      return ((sharpness + 2) * distance - (sharpness + 3)) * distance * distance + 1
    }
    guard distance < 2 else { return 0 }
    return (((distance - 5) * distance + 8) * distance - 4) * sharpness
  }
}
