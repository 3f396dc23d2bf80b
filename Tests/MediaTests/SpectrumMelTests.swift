import Media
import TestSupport
import Testing

@Suite("Mel banks")
struct SpectrumMelTests {
  @Test(arguments: [MelScale.slaney, .htk], [0.0, 150, 999.9, 1000, 1000.1, 7000, 24_000])
  func scalesInvert(_ scale: MelScale, _ frequency: Double) {
    let found = scale.hertz(ofMel: scale.mel(ofHertz: frequency))
    #expect(abs(found - frequency) < 1e-9 * (1 + frequency))
  }

  @Test func scalesMeetTheirDefinitions() {
    #expect(abs(MelScale.slaney.mel(ofHertz: 1000) - 15) < 1e-12)
    #expect(abs(MelScale.slaney.mel(ofHertz: 6400) - 42) < 1e-12)
    #expect(abs(MelScale.htk.mel(ofHertz: 1000) - 999.9855) < 1e-3)
  }

  @Test("Neighbouring triangles of height 1 sum to 1 between the outer peaks")
  func trianglesPartition() throws {
    let bank = try FilterBank.mel(
      bandCount: 40, frequencies: 0...12_000, sampleRate: 24_000, fourierLength: 1024, scale: .htk)
    let weights = bank.denseWeights
    for bin in 10...470 {
      let sum = stride(from: bin, to: weights.count, by: 513).reduce(Float(0)) { $0 + weights[$1] }
      #expect(abs(sum - 1) < 1e-5, "bin \(bin)")
    }
  }

  @Test func sparseSumsEqualTheDenseProduct() throws {
    let bank = try FilterBank.mel(
      bandCount: 80, frequencies: 0...12_000, sampleRate: 24_000, fourierLength: 256,
      scale: .slaney, normalization: .slaney)
    let spectrum = (0..<129).map { Float(($0 * 37) % 101) }
    var bands = [Float]()
    bank.append(bandsOf: spectrum, to: &bands)
    let weights = bank.denseWeights
    let expected = (0..<80).map { band -> Float in
      let row = weights[band * 129..<(band + 1) * 129]
      return zip(row, spectrum).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    }
    #expect(Closeness(bands, expected).largestDifference < 1e-4)
    #expect(bands.contains(0), "the lowest bands are too narrow for a bin")
  }

  @Test(
    "Banks of no bands, rates or frequencies are refused",
    arguments: [
      (0, 24_000, 1024), (-1, 24_000, 1024), (Int.max, 24_000, 1024), (80, 0, 1024),
      (80, 24_000, 0), (80, 24_000, Int.max),
    ])
  func impossibleBanks(_ bandCount: Int, _ sampleRate: Int, _ fourierLength: Int) {
    #expect(throws: MediaError.self) {
      try FilterBank.mel(
        bandCount: bandCount, frequencies: 0...8000, sampleRate: sampleRate,
        fourierLength: fourierLength, scale: .htk)
    }
  }
}
