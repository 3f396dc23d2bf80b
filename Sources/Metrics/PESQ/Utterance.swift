extension PESQ {
  /// A stretch of the reference with one delay.
  struct Utterance {
    /// The first level window.
    var start: Int
    /// The level window after the last.
    var end: Int
    /// The delay of the degraded signal.
    var delay: Delay
  }
}

extension [PESQ.Utterance] {
  /// The delay at a sample of the reference: that of the last utterance which began, or of the
  /// first before any did.
  func delay(at sample: Int, levelWindow: Int) -> Int {
    let current = last { $0.start * levelWindow <= sample } ?? first
    return current?.delay.samples ?? 0
  }
}
