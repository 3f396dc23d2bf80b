import Glibc

extension PESQ {
  /// The logistic map from a raw score to a mean opinion score (P.862.1, P.862.2):
  /// 0.999 + 4 / (1 + exp(offset − slope · raw)).
  struct OpinionScale {
    let slope: Double
    let offset: Double

    /// The listening score, between 0.999 and 4.999.
    func listeningScore(of raw: Double) -> Double {
      0.999 + 4 / (1 + exp(offset - slope * raw))
    }
  }
}
