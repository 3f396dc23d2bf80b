import Bytes
import FoundationEssentials
import TokenStreams

extension TokenCorpus {
  /// Writes all records in one format, and beside them a description in JSON,
  /// ``ExportSummary/descriptionPath(for:)``; all of it appears at the end or nothing does.
  ///
  /// - Parameters:
  ///   - path: where the export will stand; see ``ExportFormat`` for formats of several files.
  ///   - format: how tokens are laid out.
  ///   - options: what may be chosen.
  ///   - progress: told how many records were written, after each; what it throws ends the export.
  /// - Returns: what was written.
  /// - Throws: `ExportError` and `CorpusError`; `FileError.unwritable`; what reading a record throws.
  @discardableResult
  public func export(
    to path: String, as format: ExportFormat, options: ExportOptions = ExportOptions(),
    progress: (Int) throws -> Void = { _ in }
  ) throws -> ExportSummary {
    let type = try elementType(for: format, path: path, options: options)
    let run = ExportRun(corpus: self, path: path, format: format)
    guard let type else {
      let keys: JSONLinesWriter.Keys = format == .oneDTokenizer ? .oneDTokenizer : .all
      return try run.write(JSONLinesWriter(path: path, keys: keys), nil, progress)
    }
    switch format {
    case .numpy, .jsonLines, .oneDTokenizer:
      return try run.write(NumpyWriter(path: path, type: type), type, progress)
    case .numpyArchive:
      return try run.write(NumpyArchiveWriter(path: path, type: type), type, progress)
    case .safetensors:
      let writer = try SafetensorsTokenWriter(
        path: path, type: type, metadata: try safetensorsMetadata())
      return try run.write(writer, type, progress)
    case .nanoGPT:
      let writer = try NanoGPTWriter(path: path, type: type, vocabularySize: vocabularySize)
      return try run.write(writer, type, progress)
    case .llmC:
      return try run.write(LLMCWriter(path: path, type: type), type, progress)
    case .megatron:
      return try run.write(MegatronWriter(path: path, type: type), type, progress)
    case .webDataset:
      let writer = try WebDatasetWriter(path: path, type: type, options: options)
      return try run.write(writer, type, progress)
    case .datatrove:
      let writer = try DatatroveWriter(path: path, type: type, tokenizer: tokenizerNames)
      return try run.write(writer, type, progress)
    case .llamaGen:
      return try run.write(LlamaGenWriter(path: path), type, progress)
    }
  }

  private func elementType(
    for format: ExportFormat, path: String, options: ExportOptions
  ) throws(ExportError) -> TokenElementType? {
    guard
      let type = options.elementType ?? format.elementType(forVocabularyOf: vocabularySize)
    else { return nil }
    guard format.elementTypes.contains(type) else {
      throw .unsupportedElementType(type, format: format)
    }
    guard vocabularySize - 1 <= Int(type.largestToken) else {
      throw .vocabularyTooLarge(path: path, size: vocabularySize, type: type)
    }
    return type
  }

  private var tokenizerNames: String {
    let names = description.sources.compactMap(\.tokenizer?.id)
    return names.isEmpty ? "unknown" : names.joined(separator: "+")
  }

  /// What fits the text that a safetensors header may hold.
  private func safetensorsMetadata() throws -> [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let corpus = String(decoding: try encoder.encode(description), as: UTF8.self)
    return ["corpus": corpus, "vocabularySize": String(vocabularySize)]
  }
}

/// One export: hands records to a writer, and describes what was written.
private struct ExportRun {
  let corpus: TokenCorpus
  let path: String
  let format: ExportFormat

  func write<Writer: TokenWriter & ~Copyable>(
    _ writer: consuming Writer, _ type: TokenElementType?, _ progress: (Int) throws -> Void
  ) throws -> ExportSummary {
    var tally = RecordTally()
    var writer = writer
    try corpus.forEach { record in
      try check(record)
      try writer.append(record)
      tally.add(record)
      try progress(tally.recordCount)
    }
    guard tally.tokenCount > 0 else { throw ExportError.empty(path: path) }
    let descriptionPath = ExportSummary.descriptionPath(for: path)
    if let descriptionPath { try Destination.remove(descriptionPath) }
    let summary = ExportSummary(
      format: format, files: try writer.commit(), elementType: type,
      vocabularySize: corpus.vocabularySize, sequences: tally.recordCount,
      tokens: tally.tokenCount, sequenceLength: tally.commonRowLength, rows: tally.commonRowCount,
      corpus: corpus.description)
    if let descriptionPath { try AtomicFile.write(summary.json(), to: descriptionPath) }
    return summary
  }

  private func check(_ record: TokenRecord) throws(ExportError) {
    if record.rowCount > 1, !format.holdsRows {
      throw .rows(path: path, item: record.name, format: format)
    }
    if record.classID == nil, format.needsClasses {
      throw .missingClass(path: path, item: record.name, format: format)
    }
  }
}
