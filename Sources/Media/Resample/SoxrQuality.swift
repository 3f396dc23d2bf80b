import CSoxr

/// How much work soxr puts into its filter; precision and pass band grow from first to last.
public enum SoxrQuality: String, CaseIterable, Sendable {
  /// Cubic interpolation.
  case quick = "QQ"
  /// 16 bits with a wide roll-off.
  case low = "LQ"
  /// 16 bits with a medium roll-off.
  case medium = "MQ"
  /// 20 bits, pass band 0.913 of the lower Nyquist frequency; the usual choice.
  case high = "HQ"
  /// 28 bits.
  case veryHigh = "VHQ"

  /// soxr's own number for it.
  var recipe: UInt {
    switch self {
    case .quick: UInt(SOXR_QQ)
    case .low: UInt(SOXR_LQ)
    case .medium: UInt(SOXR_MQ)
    case .high: UInt(SOXR_20_BITQ)
    case .veryHigh: UInt(SOXR_28_BITQ)
    }
  }
}
