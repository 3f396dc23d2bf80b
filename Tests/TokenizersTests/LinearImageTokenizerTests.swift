import Bytes
import Glibc
import Media
import Tensors
import TestSupport
import Testing
import Threads
import TokenStreams
import Tokenizers

@Suite("The linear picture tokenizer")
struct LinearImageTokenizerTests {
  let folder: TemporaryFolder
  let tokenizer: LinearImageTokenizer
  let picture: PixelImage

  init() throws {
    folder = try TemporaryFolder()
    tokenizer = try LinearImageTokenizer(folder: try FittedModels.imageModel(in: folder))
    picture = try FittedModels.picture("ship.jpg")
  }

  private func decoded(_ item: EncodedItem) throws -> PixelImage {
    try tokenizer.decode(item, width: picture.width, height: picture.height)
  }

  /// Peak signal-to-noise ratio in decibels, by its definition.
  private func quality(_ item: EncodedItem) throws -> Double {
    let sum = zip(try decoded(item).samples, picture.samples).reduce(0) { sum, pair in
      let difference = Int(pair.0) - Int(pair.1)
      return sum + difference * difference
    }
    return 10 * log10(255 * 255 * Double(picture.samples.count) / Double(sum))
  }

  private func budget(_ bitsPerPixel: Double) -> LengthPolicy {
    .budget(BitBudget(amount: bitsPerPixel, unit: .bitsPerPixel))
  }

  @Test("says which model it is")
  func identity() throws {
    let identity = tokenizer.identity
    #expect(identity.name == "image")
    #expect(identity.vocabulary == Vocabulary(sizes: [32, 32, 32]))
    #expect(identity.media == .image)
    #expect(identity.layout == .grid)
    #expect(
      identity.weights
        == SHA256Digest(of: try MappedFile(path: folder.file("image/model.safetensors")).allBytes())
    )
  }

  @Test("decodes to a picture of the same size that looks alike")
  func roundTrip() throws {
    let item = try tokenizer.encode(picture, policy: .all)
    #expect(item.codes.extents == [33, 48])
    #expect(item.tokenCount == 33 * 48 * 3)
    #expect(item.bits == 33 * 48 * 15)
    #expect(item.sideInformation.isEmpty)
    #expect(try decoded(item).height == 261)
    #expect(try quality(item) > 17)
  }

  @Test("codes and pixels are the same on 1, 2 and 8 threads", arguments: [2, 8])
  func threads(count: Int) throws {
    let single = try Parallel.$threadCount.withValue(1) {
      let item = try tokenizer.encode(picture, policy: budget(0.1))
      return (item, try decoded(item))
    }
    let several = try Parallel.$threadCount.withValue(count) {
      let item = try tokenizer.encode(picture, policy: budget(0.1))
      return (item, try decoded(item))
    }
    #expect(single.0 == several.0)
    #expect(single.1 == several.1)
  }

  @Test("fewer codebooks are a prefix of all", arguments: [1, 2, 3])
  func prefix(count: Int) throws {
    let all = try tokenizer.encode(picture, policy: .all).codes.stack
    let few = try tokenizer.encode(picture, policy: .codebooks(count)).codes.stack
    #expect(few == all.prefix(depth: count))
  }

  @Test("a quality is reached with the fewest codebooks")
  func quality() throws {
    let qualities = try (1...3).map {
      try quality(tokenizer.encode(picture, policy: .codebooks($0)))
    }
    #expect(qualities == qualities.sorted())
    for (depth, reachable) in qualities.enumerated() {
      for target in [reachable, reachable - 0.01] {
        let policy = LengthPolicy.quality(QualityTarget(metric: .psnr, decibels: target))
        let item = try tokenizer.encode(picture, policy: policy, decoder: tokenizer)
        #expect(item.codes.stack.uniformDepth == depth + 1)
        #expect(try tokenizer.encode(picture, policy: policy) == item)
      }
    }
    let unreachable = LengthPolicy.quality(QualityTarget(metric: .psnr, decibels: 90))
    let whole = try tokenizer.encode(picture, policy: unreachable)
    #expect(whole.codes == (try tokenizer.encode(picture, policy: .all)).codes)
    #expect(!whole.meetsPolicy)
  }

  @Test("a budget is kept to, and more bits are better")
  func budgets() throws {
    var last = 0.0
    for bitsPerPixel in [0.04, 0.06, 0.08, 0.15, 0.2, 0.25, 1e300] {
      let item = try tokenizer.encode(picture, policy: budget(bitsPerPixel))
      #expect(Double(item.bits) <= bitsPerPixel * Double(picture.width * picture.height))
      let quality = try quality(item)
      // Clamping and rounding to 8 bits are outside the allocation's reckoning.
      #expect(quality > last - 0.05)
      last = quality
    }
    for bitsPerPixel in [1e-9, 0.01, 0.03] {
      #expect(throws: TokenizerError.self, "\(bitsPerPixel) bits a pixel buy no code") {
        try tokenizer.encode(picture, policy: budget(bitsPerPixel))
      }
    }
  }

  @Test("a budget buys more than the same bits spread evenly")
  func allocation() throws {
    let even = try tokenizer.encode(picture, policy: .codebooks(1))
    let bitsPerPixel = Double(even.bits) / Double(picture.width * picture.height)
    let spent = try tokenizer.encode(picture, policy: budget(bitsPerPixel))
    #expect(spent.bits <= even.bits)
    #expect(try quality(spent) >= quality(even))
  }

  @Test("pictures of any size", arguments: [(1, 1), (1, 9), (8, 8), (17, 3)])
  func sizes(width: Int, height: Int) throws {
    let small = PixelImage(width: width, height: height, filledWith: [90, 120, 150])
    for policy in [.all, .codebooks(1), budget(5), try LengthPolicy(parsing: "psnr:20")] {
      let item = try tokenizer.encode(small, policy: policy)
      let back = try tokenizer.decode(item, width: width, height: height)
      #expect(back.width == width && back.height == height && back.channels == .rgb)
    }
  }

  @Test(
    "what it cannot follow is refused, whatever the numbers",
    arguments: [
      LengthPolicy.codebooks(0), .codebooks(-1), .codebooks(4), .codebooks(.max),
      .quality(QualityTarget(metric: .siSDR, decibels: 5)),
      .budget(BitBudget(amount: 2, unit: .kilobitsPerSecond)),
      .budget(BitBudget(amount: -1, unit: .bitsPerPixel)),
      .budget(BitBudget(amount: .nan, unit: .bitsPerPixel)),
      .budget(BitBudget(amount: .infinity, unit: .bitsPerPixel)),
    ])
  func unsupportedPolicies(policy: LengthPolicy) throws {
    let error = try #require(throws: LengthPolicyError.self) {
      try tokenizer.encode(picture, policy: policy)
    }
    guard case .unsupported(policy.description, "image", let supported) = error else { throw error }
    #expect(supported.contains("1 to 3 codebooks"))
  }

  @Test("pictures that are not RGB are refused", arguments: [PixelImage.Channels.grey, .rgba])
  func channels(channels: PixelImage.Channels) {
    let other = PixelImage(
      width: 2, height: 2, channels: channels,
      filledWith: Array(repeating: 9, count: channels.count))
    #expect(throws: TokenizerError.self) { try tokenizer.encode(other, policy: .all) }
  }

  @Test("codes of another vocabulary, layout or extent are refused")
  func mismatchedCodes() throws {
    let item = try tokenizer.encode(picture, policy: .codebooks(1))
    for (width, height) in [(384, 256), (392, 261), (1, 1), (261, 384), (1 << 31, 1 << 31)] {
      #expect(throws: TokenizerError.self) {
        try tokenizer.decode(item, width: width, height: height)
      }
    }
    let wrong = [
      try CodeStack(vocabulary: Vocabulary(sizes: [33, 32, 32]), depths: [1], codes: [32]),
      try CodeStack(vocabulary: Vocabulary(sizes: [32, 32]), depths: [2], codes: [1, 2]),
    ].map { EncodedItem(codes: .sequence(CodeSequence(stack: $0))) }
    let grid = EncodedItem(
      codes: .grid(try CodeGrid(height: 1, width: 1, stack: wrong[0].codes.stack)))
    let sequence = EncodedItem(codes: .sequence(CodeSequence(stack: item.codes.stack)))
    for mismatched in wrong + [grid, sequence] {
      #expect(throws: TokenizerError.self) {
        try tokenizer.decode(mismatched, width: 8, height: 8)
      }
    }
  }
}
