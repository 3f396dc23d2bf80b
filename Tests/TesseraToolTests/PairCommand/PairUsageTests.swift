import TestSupport
import Testing

@Suite("tessera bpe: a command line that cannot be meant ends with status 2")
struct PairUsageTests {
  static let cases = [
    UsageTests.Case("bpe bogus", "'bogus'", help: "tessera help bpe"),
    train("", "--merges or --vocabulary-size"),
    train("--merges 3 --vocabulary-size 9", "--merges or --vocabulary-size"),
    train("--merges=-1", "--merges", "not -1"),
    train("--merges many", "'many'"),
    train("--vocabulary-size 0", "--vocabulary-size", "not 0"),
    train("--merges 3 --minimum-frequency 0", "--minimum-frequency", "not 0"),
    train("--merges 3 --maximum-length 0", "--maximum-length", "not 0"),
    train("--merges 3 --compression 0.5", "--compression", "not 0.5"),
    train("--merges 3 --compression nan", "--compression", "not nan"),
    train("--merges 3 --sample 0", "--sample", "not 0"),
    train("--merges 3 --alphabet 0", "--alphabet", "not 0"),
    train("--merges 3 --codes codebook", "--codes", "not codebook"),
    train("--merges 3 --codes interleaved:0", "--codes", "not interleaved:0"),
    train("--merges 3 --codes each:x", "--codes", "not each:x"),
    train("--merges 3 --threads 0", "--threads", "not 0"),
    train("--merges 3 --rectangles", "--rectangles", "--grids"),
    train("--merges 3 --consistency 1", "--consistency", "--grids"),
    train("--merges 3 --grids --consistency=-1", "--consistency", "not -1"),
    train("--merges 3 --grids --being-vl", "--being-vl", "give one"),
    train("--merges 3 --grids --scaffold", "--scaffold"),
    train("--vocabulary-size 3 --grids", "--merges"),
    train("--merges 3 --being-vl --maximum-length 3", "--being-vl"),
    train("--merges 3 --being-vl --resume v.json", "--being-vl"),
    UsageTests.Case("bpe train --merges 3 -o v.json", "<inputs>", help: "tessera help bpe train"),
    UsageTests.Case("bpe train a.npy --merges 3", "--output", help: "tessera help bpe train"),
    encode("-o t.npz --dropout 1.5", "--dropout", "not 1.5"),
    encode("-o t.npz --dropout nan", "--dropout", "not nan"),
    encode("-o t.npz --dropout 0.1 --mode longest", "--dropout", "--mode merges"),
    encode("-o t.npz --mode shortest", "'shortest'", "'longest'"),
    encode("-o t.xyz", "t.xyz", "suffix"),
    encode("-o t", "suffix", ".jsonl"),
    encode("-o t.npz --codes all", "--codes", "not all"),
    UsageTests.Case("bpe encode a.npy -o t.npz", "--bpe", help: "tessera help bpe encode"),
    decode("-o t.xyz", "t.xyz", "suffix"),
    decode("-o t.npz --grid 16", "--grid", "not 16"),
    decode("-o t.npz --grid 0x16", "--grid", "not 0x16"),
    decode("-o t.npz --grid 3x3x3", "--grid", "not 3x3x3"),
    UsageTests.Case("bpe export v.json", "--output", help: "tessera help bpe export"),
    UsageTests.Case("bpe import", "<tokenizer>", help: "tessera help bpe import"),
    UsageTests.Case("bpe show", "<vocabulary>", help: "tessera help bpe show"),
  ]

  private static func train(_ options: String, _ words: String...) -> UsageTests.Case {
    UsageTests.Case(
      "bpe train a.npy -o v.json " + options, words: words, help: "tessera help bpe train")
  }

  private static func encode(_ options: String, _ words: String...) -> UsageTests.Case {
    UsageTests.Case(
      "bpe encode a.npy --bpe v.json " + options, words: words, help: "tessera help bpe encode")
  }

  private static func decode(_ options: String, _ words: String...) -> UsageTests.Case {
    UsageTests.Case(
      "bpe decode a.npy --bpe v.json " + options, words: words, help: "tessera help bpe decode")
  }

  @Test("it is said in one line, with the help to read", arguments: cases)
  func usage(example: UsageTests.Case) throws {
    let folder = try TemporaryFolder()
    let run = try tessera(example.arguments, in: folder.path)
    expectComplaints(run, status: 2, example.words + ["ee '\(example.help)'"])
    #expect(run.output.isEmpty)
    #expect(try folder.names.isEmpty)
  }
}
