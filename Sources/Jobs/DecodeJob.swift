import Bytes
import Media
import Threads
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
  private let options: MediaItem.Options

  private static let itemsPerThread = 8

  /// Prepares to decode some items of a file, by default all of them.
  ///
  /// - Parameters:
  ///   - file: the token file.
  ///   - models: where models are found.
  ///   - items: the items' indices in the file.
  ///   - options: how large an item's media may be; larger ones fail before they take memory.
  public init(
    file: TokenFile, models: ModelSelection, items: [Int]? = nil,
    options: MediaItem.Options = .init()
  ) {
    self.file = file
    self.models = models
    self.items = items ?? Array(0..<file.count)
    self.options = options
  }

  /// Decodes and writes.
  ///
  /// A damaged chunk is reported and its positions decode to the model's mean; everything else
  /// decodes as it was encoded.
  ///
  /// - Parameters:
  ///   - destination: where decoded media go.
  ///   - progress: called from any thread with the fraction done.
  /// - Returns: what was written and what failed.
  /// - Throws: errors that concern all items: a missing model, wrong weights, a format that is not
  ///   written, a full disk.
  public func run(
    to destination: Destination, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> Report {
    let counter = ProgressCounter(total: items.count, listener: progress)
    let subjects = try self.subjects()
    let decoders = try ItemDecoders(
      header: file.header, models: models,
      used: Set(subjects.compactMap { try? $0.header.get().tokenizer }),
      itemCount: items.count)
    let outputs = try outputs(destination, subjects)
    var written: [String] = []
    var failures: [ItemFailure] = []
    let window = max(1, Parallel.threadCount) * Self.itemsPerThread
    for start in stride(from: 0, to: items.count, by: window) {
      let part = start..<min(start + window, items.count)
      let salvaged = Parallel.map(count: part.count) { index in
        let found = Result { try salvage(subjects[part.lowerBound + index]) }
        if case .failure = found { counter.countOne() }
        return found
      }
      let places = zip(part, salvaged).compactMap { (try? $1.get()) == nil ? nil : $0 }
      let found = salvaged.compactMap { try? $0.get() }
      var outcomes = decoders.decode(found.map(\.item)) { index, media in
        defer { counter.countOne() }
        let place = places[index]
        return Result {
          try write(media, of: found[index], subjects[place], to: outputs[place])
        }
      }[...]
      for (place, salvage) in zip(part, salvaged) {
        do {
          _ = try salvage.get()
          failures += try outcomes.popFirst()?.get() ?? []
          written.append(outputs[place].path)
        } catch let error where ItemFailure.concernsAllItems(error) {
          throw error
        } catch {
          failures.append(ItemFailure(item: subjects[place].title, error: error))
        }
      }
    }
    return Report(written: written, failures: failures)
  }

  /// One item to decode.
  private struct Subject {
    let item: Int
    let name: String
    /// What the item is called in messages.
    let title: String
    let header: Result<TokenItemHeader, any Error>

    /// The kind of media it decodes to; a damaged item never gets as far as being written.
    var kind: MediaKind { (try? header.get().original.kind) ?? .image }
  }

  private func subjects() throws -> [Subject] {
    let names = file.names
    return try items.map { item in
      guard names.indices.contains(item) else {
        throw TokenFileError.noSuchItem(path: file.path, item: item, count: names.count)
      }
      return Subject(
        item: item, name: names[item], title: "\(file.path): item \(item) (\(names[item]))",
        header: Result { try file.itemHeader(at: item) })
    }
  }

  private struct Output {
    let path: String
    let format: OutputFormat
  }

  private func outputs(_ destination: Destination, _ subjects: [Subject]) throws -> [Output] {
    switch destination {
    case .file(let path):
      let folder = Folder.parent(of: path)
      guard Folder.kind(of: folder) == .folder else {
        throw FileError.unwritable(path: path, reason: "there is no folder \(folder)")
      }
      return try subjects.map { subject in
        Output(path: path, format: try OutputFormat(path: path, kind: subject.kind))
      }
    case .folder(let folder, let format):
      let names = OutputNames(
        replacingExtensionsOf: subjects.map { subject in
          (name: subject.name, fileExtension: format.fileExtension(for: subject.kind))
        })
      return names.paths.map { Output(path: folder + "/" + $0, format: format) }
    }
  }

  /// What could be read of an item.
  private struct Salvage: Sendable {
    let item: TokenItem
    let damage: [TokenFileError]
  }

  private func salvage(_ subject: Subject) throws -> Salvage {
    try options.check(subject.header.get().original, source: subject.title)
    let (item, damage) = try file.salvagedItem(at: subject.item)
    return Salvage(
      item: item,
      damage: damage.map {
        .damagedChunk(path: file.path, item: subject.item, name: item.name, $0)
      })
  }

  /// Writes what an item was decoded to; what is returned are the parts that were lost.
  private func write(
    _ media: Result<MediaItem, any Error>, of salvage: Salvage, _ subject: Subject,
    to output: Output
  ) throws -> [ItemFailure] {
    let lost = salvage.damage.map { ItemFailure(item: file.path, error: $0) }
    do {
      let media = try media.get()
      try Folder.make(Folder.parent(of: output.path))
      try media.write(to: output.path, as: output.format)
    } catch let error as TokenizerError {
      // Without the lost codes nothing can be decoded: the damage is what went wrong.
      throw salvage.damage.first ?? error
    }
    return lost
  }
}
