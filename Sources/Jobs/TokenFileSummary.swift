public import TokenStreams
import Tokenizers

/// What a token file holds, counted over all of its items; damaged items are left out and named.
public struct TokenFileSummary: Sendable {
  /// One item.
  public struct Item: Sendable {
    /// The item's name.
    public let name: String
    /// Which of the file's tokenizers made it.
    public let tokenizer: Int
    /// What it was made from.
    public let original: OriginalMedia
    /// Rows and columns of a grid, or the number of positions.
    public let extents: [Int]
    /// How many codes it has.
    public let tokenCount: Int
    /// Bits that its decoder must be given.
    public let bits: Int

    /// Pixels or seconds of the original.
    public var size: MediaSize { MediaSize(original) }

    /// The original's size in words.
    public var originalText: String {
      switch original {
      case .image(let width, let height): "\(width)x\(height)"
      case .audio(let sampleRate, let channels, let sampleCount):
        "\(sampleCount) samples, \(sampleRate) Hz, \(channels == 1 ? "mono" : "\(channels) channels")"
      }
    }
  }

  /// The items that could be read, in order.
  public let items: [Item]
  /// Codebook usage of each of the file's tokenizers.
  public let statistics: [CodebookStatistics]
  /// Items, or parts of them, that could not be read.
  public let failures: [ItemFailure]

  /// Reads every item once.
  public init(_ file: TokenFile) {
    var items: [Item] = []
    var statistics = file.header.tokenizers.map { CodebookStatistics(vocabulary: $0.vocabulary) }
    var failures: [ItemFailure] = []
    for index in 0..<file.count {
      do {
        let header = try file.itemHeader(at: index)
        let item = try file.item(at: index)
        let encoded = EncodedItem(codes: item.codes, sideInformation: item.sideInformation)
        statistics[item.tokenizer].add(item.codes.stack)
        items.append(
          Item(
            name: item.name, tokenizer: item.tokenizer, original: item.original,
            extents: header.extents, tokenCount: encoded.tokenCount, bits: encoded.bits))
      } catch {
        failures.append(ItemFailure(item: file.path, error: error))
      }
    }
    self.items = items
    self.statistics = statistics
    self.failures = failures
  }
}

extension TokenFile {
  /// The damage that the index had, as a failure to report; empty when it had none.
  public var indexDamage: [ItemFailure] {
    damage.map { [ItemFailure(item: path, error: $0)] } ?? []
  }

  /// The index of the item of this name.
  ///
  /// - Throws: `InputError.noSuchItem`.
  public func requiredIndex(named name: String) throws -> Int {
    guard let index = index(named: name) else {
      throw InputError.noSuchItem(file: path, name: name)
    }
    return index
  }
}
