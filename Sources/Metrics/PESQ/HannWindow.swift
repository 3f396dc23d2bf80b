import Glibc

extension PESQ {
  /// ½ (1 − cos(2π n / count)) for n in `0..<count`.
  static func hannWindow(count: Int) -> [Double] {
    (0..<count).map { 0.5 * (1 - cos(2 * .pi * Double($0) / Double(count))) }
  }
}
