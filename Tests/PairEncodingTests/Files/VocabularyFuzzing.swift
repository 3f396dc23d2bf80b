import Bytes
import PairEncoding
import Tensors
import TestSupport
import Testing

@Suite("Cut and mutated vocabulary files give an error or a vocabulary, and never a crash")
struct VocabularyFuzzing {
  let folder: TemporaryFolder
  let files: [[UInt8]]

  init() throws {
    let folder = try TemporaryFolder()
    files = try VocabularyExamples.all().map { vocabulary in
      try PairVocabularyFile.write(vocabulary, to: folder.file("v.json"))
      return try MappedFile(path: folder.file("v.json")).allBytes()
    }
    self.folder = folder
  }

  @Test("every beginning of a file is refused, but for the one without the line's end")
  func truncated() throws {
    for bytes in files {
      for count in 0..<bytes.count - 1 {
        let path = try folder.write(Array(bytes.prefix(count)), to: "cut.json")
        #expect(throws: PairVocabularyFileError.notAVocabulary(path: path)) {
          try PairVocabularyFile.read(path)
        }
      }
      let whole = try folder.write(Array(bytes.dropLast()), to: "cut.json")
      _ = try PairVocabularyFile.read(whole)
    }
  }

  @Test("mutations are refused or are vocabularies that can be written again")
  func mutated() throws {
    var mutator = FileMutator(files, generator: SeededGenerator(seed: 5))
    var (opened, refused) = (0, 0)
    for _ in 0..<3000 {
      let input = mutator.mutated(mutator.index(below: files.count))
      let path = try folder.write(input, to: "mutated.json")
      do {
        let vocabulary = try PairVocabularyFile.read(path)
        try PairVocabularyFile.write(vocabulary, to: path)
        #expect(try PairVocabularyFile.read(path) == vocabulary)
        opened += 1
      } catch let error as PairVocabularyFileError {
        #expect("\(error)".hasPrefix(path) && !"\(error)".contains("\n"))
        refused += 1
      }
    }
    #expect(opened > 100 && refused > 1000, "\(opened) opened, \(refused) refused")
  }
}
