extension Double {
  /// The number rounded to a fixed count of decimals, or `inf`, `-inf`, `nan`.
  package func decimals(_ count: Int) -> String {
    guard isFinite else { return isNaN ? "nan" : self > 0 ? "inf" : "-inf" }
    var scale = 1.0
    for _ in 0..<count { scale *= 10 }
    let scaled = (magnitude * scale).rounded()
    guard scaled < 0x1p62 else { return "\(self)" }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, count + 1 - digits.count)) + digits
    let sign = self < 0 && scaled > 0 ? "-" : ""
    guard count > 0 else { return sign + padded }
    return sign + padded.dropLast(count) + "." + padded.suffix(count)
  }
}

extension Double {
  /// Three significant digits in scientific form; 0, whole numbers below 1000 and infinities plain.
  package var shortest: String {
    guard isFinite else { return decimals(0) }
    if self == rounded(), magnitude < 1000 { return decimals(0) }
    var exponent = 0
    var mantissa = magnitude
    while mantissa >= 9.995 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 0.9995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return (self < 0 ? "-" : "") + mantissa.decimals(2) + "e\(exponent)"
  }
}
