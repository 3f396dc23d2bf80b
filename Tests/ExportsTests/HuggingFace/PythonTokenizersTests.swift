import Exports
import PairEncoding
import TestSupport
import Testing
import TokenStreams

@Suite("PythonTokenizers: Hugging Face's tokenizers gives the same ids and learns the same merges")
struct PythonTokenizersTests {
  let folder: TemporaryFolder
  let python: PythonTokenizers

  init() throws {
    folder = try TemporaryFolder()
    python = PythonTokenizers(folder: folder)
  }

  private var path: String { folder.file("tokenizer.json") }

  /// Expects `tokenizers` to encode by the exported table as this program does, and to decode it.
  private func expectSameTokens(
    _ table: MergeTable, _ sequences: TokenSequences,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try TokenizerFile.write(table, to: path)
    let encoded = try python.encode(sequences, by: path)
    let ours = try SequencePairEncoder(table).encode(sequences)
    #expect(encoded.ids == ours.lists, sourceLocation: sourceLocation)
    #expect(encoded.codes == sequences.lists, sourceLocation: sourceLocation)
    #expect(encoded.tokens == table.tokenCount, sourceLocation: sourceLocation)
  }

  private func trained(
    on sequences: TokenSequences, alphabetSize: Int, tokenCount: Int
  ) throws -> MergeTable {
    try SequencePairTrainer(
      alphabetSize: alphabetSize, options: PairTrainingOptions(goal: .vocabularySize(tokenCount))
    ).train(on: sequences)
  }

  @Test(
    "on every golden, exported", PythonReader.needs("tokenizers"), arguments: IntegerGolden.all)
  func goldens(golden: IntegerGolden) throws {
    let table = try golden.trained()
    for part in ["train", "test"] {
      let sequences = try golden.sequences(part)
      try expectSameTokens(table, sequences)
      #expect(
        try python.encode(sequences, by: path).ids == golden.sequences(part + "_encoded").lists)
    }
  }

  @Test(
    "on every golden, trained by it and imported", PythonReader.needs("tokenizers"),
    arguments: IntegerGolden.all)
  func importedGoldens(golden: IntegerGolden) throws {
    _ = try python.train(
      golden.sequences("train"), alphabetSize: golden.alphabetSize,
      tokenCount: golden.tokenCount, minimumFrequency: golden.minimumFrequency, to: path)
    #expect(try TokenizerFile.read(path) == golden.table())
  }

  @Test("on sequences that nothing was learned from", PythonReader.needs("tokenizers"))
  func heldOut() throws {
    var corpus = PhraseCorpus(codes: Array(0..<1024), seed: 1)
    let table = try trained(
      on: corpus.sequences(2000), alphabetSize: 1024, tokenCount: 1024 + 500)
    #expect(table.merges.count >= 500)
    try expectSameTokens(table, corpus.sequences(2000))
  }

  /// Among the codes are the last one before the surrogates and the first one behind them, one whose
  /// character is canonically equivalent to another's, a byte order mark, and characters beyond 16
  /// bits.
  @Test("on an alphabet that reaches beyond the surrogates", PythonReader.needs("tokenizers"))
  func largeAlphabet() throws {
    let codes: [UInt32] = [
      0, 15_944, 35_326, 35_327, 35_328, 35_329, 41_728, 43_263, 43_517, 43_518, 43_519, 43_520,
      59_999,
    ]
    var corpus = PhraseCorpus(codes: codes, phraseCount: 60, seed: 2)
    let table = try trained(
      on: corpus.sequences(500), alphabetSize: 60_000, tokenCount: 60_300)
    #expect(table.merges.count >= 300)
    try expectSameTokens(table, corpus.sequences(500))
    #expect(try TokenizerFile.read(path) == table)
  }

  @Test(
    "on a corpus that it learned from itself, merges included",
    PythonReader.needs("tokenizers"), arguments: [(1024, 500), (40_000, 300), (6, 200)])
  func imported(alphabetSize: Int, mergeCount: Int) throws {
    let codes = stride(from: 0, to: alphabetSize, by: max(alphabetSize / 900, 1))
    var corpus = PhraseCorpus(codes: codes.map { UInt32($0) }, seed: 3)
    let sequences = corpus.sequences(1000)
    let tokenCount = try python.train(
      sequences, alphabetSize: alphabetSize, tokenCount: alphabetSize + mergeCount, to: path)
    #expect(tokenCount == alphabetSize + mergeCount)
    let imported = try TokenizerFile.read(path)
    #expect(
      try imported
        == trained(on: sequences, alphabetSize: alphabetSize, tokenCount: tokenCount))
    let heldOut = corpus.sequences(1000)
    let encoded = try python.encode(heldOut, by: path)
    #expect(try encoded.ids == SequencePairEncoder(imported).encode(heldOut).lists)
    #expect(encoded.codes == heldOut.lists)
  }
}
