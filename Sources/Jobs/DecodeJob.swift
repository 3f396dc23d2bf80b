import Bytes
import Media
import Tensors
public import TokenStreams
import Tokenizers

/// Decodes the items of a token file into pictures and sounds.
public struct DecodeJob: Sendable {
  /// Where decoded media go.
  public enum Destination: Sendable, Equatable {
    /// The only item into this file, in the format its extension names.
    case file(String)
    /// Each item into a folder under its own name.
    case folder(String, OutputFormat)
  }

  /// What a job did.
  public struct Report: Sendable {
    /// Paths written, in the order of the items.
    public let written: [String]
    /// Items that could not be decoded, or only in part.
    public let failures: [ItemFailure]
  }

  private let file: TokenFile
  private let models: ModelSelection
  private let items: [Int]

  private static let itemsPerThread = 8

  /// Prepares to decode some items of a file, by default all of them.
  public init(file: TokenFile, models: ModelSelection, items: [Int]? = nil) {
    self.file = file
    self.models = models
    self.items = items ?? Array(0..<file.count)
  }

  /// Whether a folder stands at a path, so that a single item goes into it.
  public static func isFolder(_ path: String) -> Bool { Folder.kind(of: path) == .folder }

  /// Decodes and writes.
  ///
  /// A damaged chunk is reported and its positions decode to the model's mean; everything else
  /// decodes as it was encoded.
  ///
  /// - Parameters:
  ///   - destination: where decoded media go.
  ///   - progress: called from any thread with the fraction done.
  /// - Returns: what was written and what failed.
  /// - Throws: errors that concern all items: a missing model, wrong weights, an unwritable folder.
  public func run(
    to destination: Destination, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> Report {
    let counter = ProgressCounter(total: items.count, listener: progress)
    let decoders = try ItemDecoders(header: file.header, models: models)
    let paths = try outputPaths(destination)
    var written: [String] = []
    var failures: [ItemFailure] = []
    let window = max(1, Parallel.threadCount) * Self.itemsPerThread
    for start in stride(from: 0, to: items.count, by: window) {
      let part = start..<min(start + window, items.count)
      let outcomes = Parallel.map(count: part.count) { index in
        defer { counter.countOne() }
        let place = part.lowerBound + index
        return Result {
          try decode(items[place], with: decoders, to: paths[place], destination)
        }
      }
      for (place, outcome) in zip(part, outcomes) {
        switch outcome {
        case .success(let damage):
          written.append(paths[place])
          failures += damage
        case .failure(let error):
          failures.append(ItemFailure(item: file.path, error: error))
        }
      }
    }
    return Report(written: written, failures: failures)
  }

  private func outputPaths(_ destination: Destination) throws -> [String] {
    switch destination {
    case .file(let path):
      return items.map { _ in path }
    case .folder(let folder, let format):
      try Folder.make(folder)
      let names = file.names
      let wanted = items.map { item in
        let media = (try? file.itemHeader(at: item))?.original.kind ?? .image
        return (name: names[item], fileExtension: format.fileExtension(for: media))
      }
      return OutputNames(wanted).paths.map { folder + "/" + $0 }
    }
  }

  /// Decodes one item into a file; what is returned are the parts that were lost.
  private func decode(
    _ item: Int, with decoders: ItemDecoders, to path: String, _ destination: Destination
  ) throws -> [ItemFailure] {
    let (tokens, damage) = try file.salvagedItem(at: item)
    let media = try decoders.decode(tokens)
    try Folder.make(Folder.parent(of: path))
    switch destination {
    case .file: try media.write(to: path)
    case .folder(_, let format): try media.write(to: path, as: format)
    }
    return damage.map {
      ItemFailure(
        item: file.path,
        error: TokenFileError.damagedChunk(path: file.path, item: item, name: tokens.name, $0))
    }
  }
}
