import TokenStreams

/// A part of a corpus that one thread encodes at a time.
///
/// Units are cut by what the sequences hold and not by the number of threads: between sequences, and
/// in long ones where no token can reach across.
struct EncodingUnit {
  /// How many codes a unit has, about.
  static let codeCount = 1 << 14

  /// The places of its codes in the tokens of all sequences.
  let places: Range<Int>
  /// The sequences that end in it.
  let sequences: Range<Int>

  /// Cuts a corpus into units; long sequences too, where codes do not join, unless `junctions` is nil.
  static func units(of corpus: TokenSequences, cutBy junctions: CodeJunctions?) -> [EncodingUnit] {
    var units: [EncodingUnit] = []
    var (place, sequence) = (0, 0)
    for index in 0..<corpus.count {
      let end = corpus.offsets[index + 1]
      while let junctions, end - place >= 2 * codeCount,
        let cut = firstCut(in: corpus, from: place + codeCount, to: end, junctions)
      {
        units.append(EncodingUnit(places: place..<cut, sequences: sequence..<index))
        (place, sequence) = (cut, index)
      }
      guard end - place >= codeCount || index + 1 == corpus.count else { continue }
      units.append(EncodingUnit(places: place..<end, sequences: sequence..<index + 1))
      (place, sequence) = (end, index + 1)
    }
    return units
  }

  /// The first place at which codes may be cut from those before.
  private static func firstCut(
    in corpus: TokenSequences, from start: Int, to end: Int, _ junctions: CodeJunctions
  ) -> Int? {
    let codes = corpus.tokens.span
    return (start..<end).first { junctions.areApart(codes[$0 - 1], codes[$0]) }
  }
}
