extension PESQ {
  /// The window of the frames that decide on splitting an utterance.
  ///
  /// It starts as the Hann window of the recommendation. But the reference software keeps it in
  /// memory that its envelope correlations also write to: the sums of a long stretch (more than
  /// 3 seconds at 8 kHz, 6 seconds at 16 kHz) run into the window and replace its values. That
  /// can hide a delay jump inside a long utterance, which moved scores of 5-second clips by up to
  /// 1.9; published scores include the effect, so it is reproduced.
  struct SplitWindow {
    /// The window as the frames see it.
    private(set) var values: [Double]
    /// Where in memory the window follows two spectra and a histogram.
    private let position: Int

    /// A window that nothing was written over yet.
    init(_ window: [Double]) {
      values = window
      position = 3 * window.count + 6
    }

    /// Writes the sums of a correlation to the memory that the window stands in.
    mutating func overwrite(with correlation: CrossCorrelation) {
      for (index, sum) in zip(values.indices, correlation.sums.dropFirst(position)) {
        values[index] = sum
      }
    }
  }
}
