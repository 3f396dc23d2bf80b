import Media
import Tensors
import TestSupport
import Testing
import Threads
import TokenStreams
import Tokenizers

@Suite("The linear sound tokenizer")
struct LinearAudioTokenizerTests {
  let folder: TemporaryFolder
  let tokenizer: LinearAudioTokenizer
  let clip: AudioClip

  init() throws {
    folder = try TemporaryFolder()
    tokenizer = try LinearAudioTokenizer(folder: try FittedModels.audioModel(in: folder))
    let speech = try FittedModels.sound("speech_en.wav").channels[0]
    clip = AudioClip(sampleRate: 16_000, channels: [Array(speech[8000..<40_100])])
  }

  private func clip(of samples: [Float]) -> AudioClip {
    AudioClip(sampleRate: 16_000, channels: [samples])
  }

  private func budget(_ kilobitsPerSecond: Double) -> LengthPolicy {
    .budget(BitBudget(amount: kilobitsPerSecond, unit: .kilobitsPerSecond))
  }

  /// Signal-to-noise ratio of a decoded item, as a plain ratio of energies.
  private func signalToNoise(_ item: EncodedItem) throws -> Double {
    let decoded = try tokenizer.decode(item, sampleCount: clip.sampleCount).channels[0]
    let noise = zip(decoded, clip.channels[0]).reduce(0.0) { sum, pair in
      let difference = Double(pair.0) - Double(pair.1)
      return sum + difference * difference
    }
    return clip.channels[0].reduce(0.0) { $0 + Double($1) * Double($1) } / noise
  }

  @Test("says which model it is")
  func identity() {
    #expect(tokenizer.identity.name == "audio")
    #expect(tokenizer.identity.media == .audio)
    #expect(tokenizer.identity.layout == .frames)
    #expect(tokenizer.identity.vocabulary == Vocabulary(sizes: [32, 32, 32]))
    #expect(tokenizer.sampleRate == 16_000)
  }

  @Test("decodes to a sound of the same length that sounds alike")
  func roundTrip() throws {
    let item = try tokenizer.encode(clip, policy: .all)
    #expect(item.codes.extents == [(32_100 + 319) / 320 + 1])
    #expect(item.bits == item.codes.stack.positionCount * 15 + 32)
    let decoded = try tokenizer.decode(item, sampleCount: clip.sampleCount)
    #expect(decoded.sampleCount == clip.sampleCount)
    #expect(decoded.sampleRate == 16_000)
    #expect(try signalToNoise(item) > 1.5)
  }

  @Test("codes and samples are the same on 1, 2 and 8 threads", arguments: [2, 8])
  func threads(count: Int) throws {
    let outcomes = try [1, count].map { threads in
      try Parallel.$threadCount.withValue(threads) {
        let item = try tokenizer.encode(clip, policy: budget(0.5))
        let decoded = try tokenizer.decode(item, sampleCount: clip.sampleCount)
        return (item: item, decoded: decoded)
      }
    }
    #expect(outcomes[0].item == outcomes[1].item)
    #expect(outcomes[0].decoded == outcomes[1].decoded)
  }

  @Test("fewer codebooks are a prefix of all", arguments: [1, 2, 3])
  func prefix(count: Int) throws {
    let all = try tokenizer.encode(clip, policy: .all)
    let few = try tokenizer.encode(clip, policy: .codebooks(count))
    #expect(few.codes.stack == all.codes.stack.prefix(depth: count))
    #expect(few.sideInformation == all.sideInformation)
  }

  @Test("a quality is reached with the fewest codebooks")
  func quality() throws {
    let depths = try [-100, 100].map { decibels in
      let policy = LengthPolicy.quality(QualityTarget(metric: .siSDR, decibels: decibels))
      return try tokenizer.encode(clip, policy: policy).codes.stack.uniformDepth
    }
    #expect(depths == [1, 3])
    var last = 0
    for decibels in stride(from: -10.0, through: 10, by: 0.25) {
      let policy = LengthPolicy.quality(QualityTarget(metric: .siSDR, decibels: decibels))
      let item = try tokenizer.encode(clip, policy: policy, decoder: tokenizer)
      let depth = try #require(item.codes.stack.uniformDepth)
      #expect(depth >= last, "asking for more took fewer codebooks")
      last = depth
    }
  }

  @Test("a budget is kept to, its level included, and more bits are better")
  func budgets() throws {
    for kilobits in [0.001, 0.02] {
      #expect(throws: TokenizerError.self, "\(kilobits) kbit/s buy no code") {
        try tokenizer.encode(clip, policy: budget(kilobits))
      }
    }
    var last = 0.0
    for kilobits in [0.13, 0.18, 0.25, 0.4, 0.6, 1e300] {
      let item = try tokenizer.encode(clip, policy: budget(kilobits))
      let allowed = max(kilobits * 1000 * clip.seconds, 32)
      #expect(Double(item.bits) <= allowed, "the level is always there")
      let quality = try signalToNoise(item)
      #expect(quality > 0.999 * last)
      last = quality
    }
  }

  @Test("a quiet clip gets the codes of the loud one", arguments: [0x1p-10, 0.001, 30] as [Float])
  func level(gain: Float) throws {
    let loud = try tokenizer.encode(clip, policy: .all)
    let quiet = try tokenizer.encode(
      clip(of: clip.channels[0].map { $0 * gain }), policy: .all)
    #expect(quiet.codes == loud.codes)
    let quietLevel = try #require(quiet.sideInformation["level"])
    let loudLevel = try #require(loud.sideInformation["level"])
    #expect(abs(quietLevel - gain * loudLevel) <= 1e-6 * quietLevel)
  }

  @Test("silence stays silence, and short clips keep their length")
  func extremes() throws {
    let silence = clip(of: Array(repeating: 0, count: 1000))
    for policy in [.all, .codebooks(2), budget(1), try LengthPolicy(parsing: "sisdr:5")] {
      let item = try tokenizer.encode(silence, policy: policy)
      #expect(item.sideInformation == ["level": 0])
      #expect(try tokenizer.decode(item, sampleCount: 1000) == silence)
    }
    for samples in [[], [0.5], [-1, 1], [.leastNonzeroMagnitude, 0], [3e38, -3e38]] as [[Float]] {
      let item = try tokenizer.encode(clip(of: samples), policy: .all)
      let decoded = try tokenizer.decode(item, sampleCount: samples.count)
      #expect(decoded.sampleCount == samples.count)
      #expect(decoded.channels[0].allSatisfy { $0.isFinite })
    }
  }

  @Test(
    "what it cannot follow is refused, whatever the numbers",
    arguments: [
      LengthPolicy.codebooks(0), .codebooks(-1), .codebooks(4), .codebooks(.max),
      .quality(QualityTarget(metric: .psnr, decibels: 5)),
      .budget(BitBudget(amount: 2, unit: .bitsPerPixel)),
      .budget(BitBudget(amount: -1, unit: .kilobitsPerSecond)),
      .budget(BitBudget(amount: .nan, unit: .kilobitsPerSecond)),
      .budget(BitBudget(amount: .infinity, unit: .kilobitsPerSecond)),
    ])
  func unsupportedPolicies(policy: LengthPolicy) throws {
    for clip in [clip, clip(of: [])] {
      let error = try #require(throws: LengthPolicyError.self) {
        try tokenizer.encode(clip, policy: policy)
      }
      guard case .unsupported(policy.description, "audio", _) = error else { throw error }
    }
  }

  @Test("clips of another rate or of two channels are refused")
  func otherClips() {
    for other in [
      AudioClip(sampleRate: 24_000, channels: [[0, 1]]),
      AudioClip(sampleRate: 16_000, channels: [[0, 1], [0, 1]]),
    ] {
      #expect(throws: TokenizerError.self) { try tokenizer.encode(other, policy: .all) }
    }
  }

  @Test("codes of another vocabulary, layout or length, or without a level, are refused")
  func mismatchedCodes() throws {
    let item = try tokenizer.encode(clip, policy: .all)
    let level = item.sideInformation
    for count in [0, 1, 31_000, 33_000, .max / 2] {
      #expect(throws: TokenizerError.self) { try tokenizer.decode(item, sampleCount: count) }
    }
    let other = try CodeStack(
      vocabulary: Vocabulary(sizes: [32, 32]), depths: [2], codes: [1, 2])
    let mismatched = [
      EncodedItem(codes: item.codes), EncodedItem(codes: item.codes, sideInformation: ["gain": 1]),
      EncodedItem(codes: item.codes, sideInformation: ["level": .nan]),
      EncodedItem(codes: item.codes, sideInformation: ["level": .infinity]),
      EncodedItem(
        codes: .sequence(CodeSequence(stack: item.codes.stack)), sideInformation: level),
      EncodedItem(codes: .frames(CodeFrames(stack: other)), sideInformation: level),
    ]
    for item in mismatched {
      #expect(throws: TokenizerError.self) {
        try tokenizer.decode(item, sampleCount: clip.sampleCount)
      }
    }
  }
}
