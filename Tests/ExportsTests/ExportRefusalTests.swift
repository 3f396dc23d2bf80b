import Bytes
import Exports
import TestSupport
import Testing
import TokenStreams

@Suite("What cannot be exported is refused, and nothing is left behind")
struct ExportRefusalTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func expectNothingWritten() throws {
    #expect(try Folder.names(in: folder.path) == [])
  }

  @Test("a vocabulary that the element type cannot hold")
  func vocabularyTooLarge() throws {
    let path = folder.file("x")
    for (type, format, size) in [
      (TokenElementType.uint8, ExportFormat.numpy, 257), (.uint16, .nanoGPT, 65_537),
      (.uint16, .megatron, 65_537), (.int32, .megatron, (1 << 31) + 1),
      (.uint16, .datatrove, 65_537),
    ] {
      let corpus = try TokenCorpus(TokenSequences([[1]]), vocabularySize: size)
      #expect(throws: ExportError.vocabularyTooLarge(path: path, size: size, type: type)) {
        try corpus.export(to: path, as: format, options: ExportOptions(elementType: type))
      }
      let fitting = try TokenCorpus(TokenSequences([[1]]), vocabularySize: size - 1)
      #expect(throws: Never.self) {
        let folder = try TemporaryFolder()
        try fitting.export(
          to: folder.file("x"), as: format, options: ExportOptions(elementType: type))
      }
    }
    try expectNothingWritten()
  }

  @Test("element types that a format's readers do not know")
  func elementTypes() throws {
    for format in ExportFormat.allCases {
      for type in TokenElementType.allCases where !format.elementTypes.contains(type) {
        #expect(throws: ExportError.unsupportedElementType(type, format: format)) {
          try ExportExamples.equal().export(
            to: folder.file("x"), as: format, options: ExportOptions(elementType: type))
        }
      }
    }
    try expectNothingWritten()
  }

  @Test("a corpus of no tokens", arguments: ExportFormat.allCases)
  func empty(format: ExportFormat) throws {
    let path = folder.file("x")
    for sequences in [TokenSequences(), TokenSequences([[], []] as [[UInt32]])] {
      let corpus = try TokenCorpus(
        sequences, vocabularySize: 4, classes: Array(repeating: 0, count: sequences.count))
      #expect(throws: ExportError.empty(path: path)) { try corpus.export(to: path, as: format) }
    }
    try expectNothingWritten()
  }

  @Test("rows where a format has only sequences", arguments: ExportFormat.allCases)
  func rows(format: ExportFormat) throws {
    let path = folder.file("x")
    if format.holdsRows {
      #expect(throws: Never.self) { try ExportExamples.rows().export(to: path, as: format) }
    } else {
      #expect(throws: ExportError.rows(path: path, item: "x", format: format)) {
        try ExportExamples.rows().export(to: path, as: format)
      }
      try expectNothingWritten()
    }
  }

  @Test("rows of different lengths in one array")
  func unequalRows() throws {
    let path = folder.file("x.npy")
    let records = [
      TokenRecord(name: "a", tokens: [1, 2], rowCount: 2),
      TokenRecord(name: "b", tokens: [1, 2, 3, 4], rowCount: 2),
    ]
    for records in [records, records.reversed()] {
      let corpus = try TokenCorpus(records: records, vocabularySize: 9)
      #expect(throws: ExportError.unequalRows(path: path, item: records[1].name)) {
        try corpus.export(to: path, as: .numpy)
      }
    }
    let mixed = try TokenCorpus(
      records: [TokenRecord(name: "s", tokens: [1, 2]), records[0]], vocabularySize: 9)
    #expect(throws: ExportError.unequalRows(path: path, item: "a")) {
      try mixed.export(to: path, as: .numpy)
    }
    try expectNothingWritten()
  }

  @Test("items without a class where one is needed", arguments: ExportFormat.allCases)
  func classes(format: ExportFormat) throws {
    let path = folder.file("x")
    let corpus = try TokenCorpus(
      TokenSequences([[1], [2]]), vocabularySize: 9, classes: [0, nil])
    if format.needsClasses {
      #expect(throws: ExportError.missingClass(path: path, item: "1", format: format)) {
        try corpus.export(to: path, as: format)
      }
      try expectNothingWritten()
    } else {
      #expect(throws: Never.self) { try corpus.export(to: path, as: format) }
    }
  }

  @Test("a token outside the vocabulary, met half way", arguments: ExportFormat.allCases)
  func halfWay(format: ExportFormat) throws {
    let path = folder.file("x")
    let sequences = TokenSequences((0..<2_000).map { [UInt32($0)] })
    let corpus = try TokenCorpus(
      sequences, vocabularySize: 1_999, classes: Array(repeating: 0, count: 2_000))
    #expect(
      throws: CorpusError.tokenOutOfRange(
        name: "1999", position: 0, token: 1_999, vocabularySize: 1_999)
    ) { try corpus.export(to: path, as: format) }
    try expectNothingWritten()
  }

  @Test("an export that is cancelled", arguments: ExportFormat.allCases)
  func cancelled(format: ExportFormat) throws {
    struct Cancelled: Error {}
    #expect(throws: Cancelled.self) {
      try ExportExamples.equal().export(to: folder.file("x"), as: format) { count in
        if count == 2 { throw Cancelled() }
      }
    }
    try expectNothingWritten()
  }

  @Test("a failed export leaves what stood there before")
  func standing() throws {
    let path = folder.file("x.npy")
    try ExportExamples.equal().export(to: path, as: .numpy)
    let before = try ExportExamples.bytes(path)
    let description = try ExportExamples.bytes(path + ".meta.json")
    let bad = try TokenCorpus(TokenSequences([[1], [5]]), vocabularySize: 2)
    #expect(throws: CorpusError.self) { try bad.export(to: path, as: .numpy) }
    #expect(try ExportExamples.bytes(path) == before)
    #expect(try ExportExamples.bytes(path + ".meta.json") == description)
    try ExportExamples.unequal().export(to: path, as: .numpy)
    #expect(try ExportExamples.bytes(path) != before)
  }

  @Test("folders that do not exist", arguments: ExportFormat.allCases)
  func missingFolder(format: ExportFormat) throws {
    #expect(throws: FileError.self) {
      try ExportExamples.equal().export(to: folder.file("missing/x"), as: format)
    }
    try expectNothingWritten()
  }

  @Test("archives and folders of an earlier export")
  func occupied() throws {
    let path = folder.file("set.tar")
    try ExportExamples.equal().export(to: path, as: .webDataset)
    #expect(throws: ExportError.self) {
      try ExportExamples.equal().export(to: path, as: .webDataset)
    }
    let codes = folder.file("imagenet")
    try ExportExamples.equal().export(to: codes, as: .llamaGen)
    #expect(throws: ExportError.self) {
      try ExportExamples.equal().export(to: codes, as: .llamaGen)
    }
    #expect(throws: ExportError.self) {
      _ = try folder.write([1], to: "file_codes")
      try ExportExamples.equal().export(to: folder.file("file"), as: .llamaGen)
    }
    try Folder.make(folder.file("free_codes"))
    #expect(throws: Never.self) {
      try ExportExamples.equal().export(to: folder.file("free"), as: .llamaGen)
    }
  }

  @Test("a stream takes an export that needs no neighbours")
  func stream() throws {
    #expect(ExportSummary.descriptionPath(for: "/dev/null") == nil)
    for format in [ExportFormat.numpy, .numpyArchive, .safetensors, .nanoGPT, .llmC, .jsonLines] {
      let summary = try ExportExamples.equal().export(to: "/dev/null", as: format)
      #expect(summary.files == ["/dev/null"])
    }
  }
}
