/// Weighted sums over neighbouring Fourier bins, one sum a band; only nonzero weights are kept.
package struct FilterBank: Sendable {
  /// Bands.
  package let bandCount: Int
  /// Fourier bins of the spectra it is applied to.
  package let binCount: Int
  /// Where each band's weights begin in `weights`, and behind the last, where they end.
  private let offsets: [Int]
  private let firstBins: [Int]
  private let weights: [Float]

  /// Keeps, from every row of `binCount` weights, the stretch from its first to its last nonzero.
  package init(binCount: Int, rows: some Sequence<[Float]>) {
    var offsets = [0]
    var firstBins = [Int]()
    var weights = [Float]()
    for row in rows {
      precondition(row.count == binCount, "\(row.count) weights for \(binCount) bins")
      let first = row.firstIndex { $0 != 0 } ?? 0
      let end = (row.lastIndex { $0 != 0 } ?? -1) + 1
      firstBins.append(first)
      if first < end { weights += row[first..<end] }
      offsets.append(weights.count)
    }
    bandCount = firstBins.count
    self.binCount = binCount
    self.offsets = offsets
    self.firstBins = firstBins
    self.weights = weights
  }

  /// Appends the bands of one spectrum of `binCount` values.
  package func append(bandsOf spectrum: [Float], to bands: inout [Float]) {
    precondition(spectrum.count == binCount, "\(spectrum.count) bins for a bank of \(binCount)")
    for band in 0..<bandCount {
      let shift = firstBins[band] - offsets[band]
      var sum = 0.0
      for index in offsets[band]..<offsets[band + 1] {
        sum += Double(weights[index]) * Double(spectrum[index + shift])
      }
      bands.append(Float(sum))
    }
  }

  /// All weights, `[bands, bins]`, row-major.
  package var denseWeights: [Float] {
    var dense = [Float](repeating: 0, count: bandCount * binCount)
    for band in 0..<bandCount {
      for (step, index) in (offsets[band]..<offsets[band + 1]).enumerated() {
        dense[band * binCount + firstBins[band] + step] = weights[index]
      }
    }
    return dense
  }
}
