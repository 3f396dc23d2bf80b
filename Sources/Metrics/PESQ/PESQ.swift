/// Perceptual evaluation of speech quality: how good a listener would find a degraded copy of a
/// speech signal, on the scale of mean opinion scores.
///
/// The stages follow ITU-T P.862 in the order of the recommendation: both signals are brought to
/// one level and passed through the listener's receiver (`PaddedSignal`, `ReceiverFilter`); the
/// delay is found utterance by utterance (`SpeechActivity`, `DelaySearch`, `UtteranceAlignment`);
/// frames are turned into loudness over the Bark scale and compared (`PerceptualModel`); the
/// differences are averaged into one number, which is mapped to a listening score (P.862.1 for
/// narrow band, P.862.2 for wide band). Where the recommendation leaves details open, the numbers
/// are those of its reference software, so scores agree with it to about three decimals.
package enum PESQ {
  /// The wide-band listening score (P.862.2, MOS-LQO) of a degraded copy, about 1.0 to 4.64.
  ///
  /// - Parameters:
  ///   - reference: The clean signal, 16000 samples a second, at least a quarter of a second.
  ///   - degraded: The signal to judge, at the same rate; it may be longer, shorter or delayed.
  /// - Returns: The score.
  /// - Throws: `PESQError` when a signal is too short, silent or not finite, or holds no speech.
  package static func wideBand(reference: [Float], degraded: [Float]) throws -> Double {
    try listeningScore(reference: reference, degraded: degraded, over: .wide)
  }

  /// The narrow-band listening score (P.862 mapped by P.862.1, MOS-LQO), about 1.0 to 4.55.
  ///
  /// - Parameters:
  ///   - reference: The clean signal, 8000 samples a second, at least a quarter of a second.
  ///   - degraded: The signal to judge, at the same rate; it may be longer, shorter or delayed.
  /// - Returns: The score.
  /// - Throws: `PESQError` when a signal is too short, silent or not finite, or holds no speech.
  package static func narrowBand(reference: [Float], degraded: [Float]) throws -> Double {
    try listeningScore(reference: reference, degraded: degraded, over: .narrow)
  }

  private static func listeningScore(
    reference: [Float], degraded: [Float], over bandwidth: Bandwidth
  ) throws -> Double {
    var reference = try PaddedSignal(reference, of: .reference, over: bandwidth)
    var degraded = try PaddedSignal(degraded, of: .degraded, over: bandwidth)
    let peak = max(reference.peak, degraded.peak)
    reference.divide(by: peak)
    degraded.divide(by: peak)
    let longest = max(reference.sampleCount, degraded.sampleCount)
    try reference.alignLevel(of: .reference, averagedOver: longest)
    try degraded.alignLevel(of: .degraded, averagedOver: longest)
    bandwidth.receiver.apply(to: &reference)
    bandwidth.receiver.apply(to: &degraded)

    let utterances = UtteranceAlignment(reference: reference, degraded: degraded).utterances
    guard !utterances.isEmpty else { throw PESQError.noUtterances }

    reference.extend(to: longest)
    degraded.extend(to: longest)
    let model = PerceptualModel(
      reference: reference, degraded: degraded, utterances: utterances)
    guard let score = model.rawScore() else { throw PESQError.noUtterances }
    return bandwidth.opinionScale.listeningScore(of: score)
  }
}
