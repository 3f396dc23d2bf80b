import Bytes
import Media
import Threads
import TokenStreams
public import Tokenizers

/// Encodes many pictures and sounds into token files.
///
/// Items are decoded and encoded on all threads, a bounded number at a time, and written in the
/// order of the inputs. One that fails does not stop the others.
public struct EncodeJob: Sendable {
  /// Where token files go.
  public enum Destination: Sendable, Equatable {
    /// Everything into one file.
    case file(String)
    /// One file an input into a folder: its name with `.tess` behind it, and a number before that
    /// where two inputs have one name.
    case folder(String)
  }

  /// What one item became.
  public struct Result: Sendable {
    /// The item's name.
    public let name: String
    /// The model that encoded it.
    public let model: String
    /// How many codes it has.
    public let tokenCount: Int
    /// Bits that its decoder must be given.
    public let bits: Int
    /// Pixels of a picture, or seconds of a sound.
    public let size: MediaSize
    /// Whether the length policy got what it asked for; a quality may be out of reach.
    public let meetsPolicy: Bool
  }

  /// What a job did.
  public struct Report: Sendable {
    /// Items encoded, in the order of the inputs.
    public let results: [Result]
    /// Items that could not be encoded.
    public let failures: [ItemFailure]
  }

  private let inputs: [Input]
  private let models: ModelSelection
  private let policy: LengthPolicy
  private let options: MediaItem.Options

  /// Items in memory at once, for each thread.
  private static let itemsPerThread = 8

  /// Prepares a job; nothing is read yet.
  public init(
    inputs: [Input], models: ModelSelection, policy: LengthPolicy = .all,
    options: MediaItem.Options = .init()
  ) {
    self.inputs = inputs
    self.models = models
    self.policy = policy
    self.options = options
  }

  /// Encodes every input; a file in which nothing succeeded is not written.
  ///
  /// - Parameters:
  ///   - destination: where token files go.
  ///   - progress: called from any thread with the fraction done.
  /// - Returns: what was encoded and what failed.
  /// - Throws: errors that concern all items: a model that cannot be opened, a length that it
  ///   cannot give, a destination that cannot be written.
  public func run(
    to destination: Destination, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> Report {
    let counter = ProgressCounter(total: inputs.count, listener: progress)
    let encoders = try ItemEncoders(inputs: inputs, models: models, policy: policy)
    switch destination {
    case .file(let path):
      return try encodeTogether(encoders, to: path, counter)
    case .folder(let path):
      return try encodeSeparately(encoders, into: path, counter)
    }
  }

  private func encodeTogether(
    _ encoders: ItemEncoders, to path: String, _ counter: ProgressCounter
  ) throws -> Report {
    var writer = try TokenFileWriter(path: path, header: encoders.header)
    let report = try encodeAll(encoders, counter) { _, item in try writer.append(item) }
    if !report.results.isEmpty { try writer.commit() }
    return report
  }

  private func encodeSeparately(
    _ encoders: ItemEncoders, into folder: String, _ counter: ProgressCounter
  ) throws -> Report {
    let names = OutputNames(appending: "tess", to: inputs.map(\.name))
    return try encodeAll(encoders, counter) { index, item in
      let path = folder + "/" + names.paths[index]
      try Folder.make(Folder.parent(of: path))
      var writer = try TokenFileWriter(path: path, header: encoders.header(for: item))
      try writer.append(encoders.alone(item))
      try writer.commit()
    }
  }

  /// Encodes every input and hands each item to `write`, in the order of the inputs, with the
  /// input's index.
  private func encodeAll(
    _ encoders: ItemEncoders, _ counter: ProgressCounter, write: (Int, TokenItem) throws -> Void
  ) throws -> Report {
    var results: [Result] = []
    var failures: [ItemFailure] = []
    let window = max(
      max(1, Parallel.threadCount) * Self.itemsPerThread, encoders.batchSize)
    let (inputs, options) = (inputs, options)
    for start in stride(from: 0, to: inputs.count, by: window) {
      let part = start..<min(start + window, inputs.count)
      let prepared = Parallel.map(count: part.count) { index in
        Swift.Result { try encoders.prepare(inputs[part.lowerBound + index], options: options) }
      }
      var encodings = encoders.encode(prepared.compactMap { try? $0.get() })[...]
      for (index, item) in zip(part, prepared) {
        counter.countOne()
        do {
          _ = try item.get()
          guard let encoding = try encodings.popFirst()?.get() else { continue }
          try write(index, encoding.item)
          results.append(result(of: encoding, encoders))
        } catch let error where ItemFailure.concernsAllItems(error) {
          throw error
        } catch {
          failures.append(ItemFailure(item: inputs[index].path, error: error))
        }
      }
    }
    return Report(results: results, failures: failures)
  }

  private func result(of encoding: ItemEncoding, _ encoders: ItemEncoders) -> Result {
    let item = encoding.item
    let encoded = EncodedItem(codes: item.codes, sideInformation: item.sideInformation)
    return Result(
      name: item.name, model: encoders.header.tokenizers[item.tokenizer].id,
      tokenCount: encoded.tokenCount, bits: encoded.bits, size: MediaSize(item.original),
      meetsPolicy: encoding.meetsPolicy)
  }
}
