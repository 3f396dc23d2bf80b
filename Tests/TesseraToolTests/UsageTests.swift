import TestSupport
import Testing

@Suite("A command line that cannot be meant ends with status 2")
struct UsageTests {
  /// A wrong command line, what is said about it, and the help that is pointed to.
  struct Case: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let words: [String]
    let help: String

    init(_ arguments: String, _ words: String..., help: String) {
      self.init(arguments, words: words, help: help)
    }

    init(_ arguments: String, words: [String], help: String) {
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.words = words
      self.help = help
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let cases = [
    Case("bogus", "'bogus'", help: "tessera help"),
    Case("--bogus", "'--bogus'", help: "tessera help"),
    Case("encode", "missing", "<inputs>", help: "tessera help encode"),
    Case("encode a.png", "missing", "--output", help: "tessera help encode"),
    Case("encode a.png -o", "missing value", "-o", help: "tessera help encode"),
    Case("encode a.png -o t --bogus", "unknown option '--bogus'", help: "tessera help encode"),
    Case("encode a.png -o t --codebook 3", "'--codebook'", help: "tessera help encode"),
    Case(
      "encode a.png -o t --codebooks 1 --quality psnr:20", "only one of", "--codebooks",
      "--quality", "--budget", help: "tessera help encode"),
    Case(
      "encode a.png -o t --quality psnr:20 --budget 1bpp", "only one of",
      help: "tessera help encode"),
    Case("encode a.png -o t --codebooks 0", "--codebooks", "not 0", help: "tessera help encode"),
    Case("encode a.png -o t --codebooks=-3", "--codebooks", "not -3", help: "tessera help encode"),
    Case("encode a.png -o t --codebooks abc", "'abc'", "--codebooks", help: "tessera help encode"),
    Case(
      "encode a.png -o t --quality nonsense", "'nonsense'", "psnr:DECIBELS",
      help: "tessera help encode"),
    Case("encode a.png -o t --quality psnr:nan", "'psnr:nan'", help: "tessera help encode"),
    Case("encode a.png -o t --budget 3", "'3'", "0.3bpp", help: "tessera help encode"),
    Case("encode a.png -o t --budget=-1bpp", "'-1bpp'", "positive", help: "tessera help encode"),
    Case("encode a.png -o t --threads 0", "--threads", "not 0", help: "tessera help encode"),
    Case("encode a.png -o t --pixel-limit 0", "--pixel-limit", help: "tessera help encode"),
    Case("encode a.png -o t --duration-limit nan", "--duration-limit", help: "tessera help encode"),
    Case("decode t.tess", "missing", "--output", help: "tessera help decode"),
    Case("decode t.tess -o x --format gif", "'gif'", "png, jpg, wav", help: "tessera help decode"),
    Case("inspect", "missing", "<file>", help: "tessera help inspect"),
    Case("export -o t.npy", "token files", help: "tessera help export"),
    Case("export a.tess", "missing", "--output", help: "tessera help export"),
    Case("export a.tess -o t.xyz", "suffix", "t.xyz", "--format", help: "tessera help export"),
    Case("export a.tess -o t.npy --format x", "'x'", "megatron", help: "tessera help export"),
    Case("export a.tess -o t.npy --order x", "'x'", "delayed", help: "tessera help export"),
    Case("export a.tess -o t.npy --codebooks 0", "--codebooks", "0", help: "tessera help export"),
    Case("export a.tess -o t.npy --codebooks a=x", "'a=x'", help: "tessera help export"),
    Case("export a.tess -o t.npy --dtype f32", "'f32'", "uint16", help: "tessera help export"),
    Case("export a.tess -o t.jsonl --dtype uint8", "text", help: "tessera help export"),
    Case(
      "export a.tess -o t.bin --dtype int64", "--dtype", "uint16, uint32",
      help: "tessera help export"),
    Case(
      "export a.tess -o t.npy --shard-items 5", "webdataset", "npy", help: "tessera help export"),
    Case(
      "export a.tess -o t.tar --shard-bytes 0", "--shard-bytes", "not 0",
      help: "tessera help export"),
    Case(
      "export -o t.npy --modality a.tess", "'a.tess'", "NAME=FILE", help: "tessera help export"),
    Case("export -o t.npy --modality a.b=c", "'a.b'", "dot", help: "tessera help export"),
    Case("export -o t.npy --modality =c", "''", "empty", help: "tessera help export"),
    Case(
      "export a.tess -o t.npy --class-tokens", "--class-folders", "--class-file",
      help: "tessera help export"),
    Case(
      "export a.tess -o t.npy --class-folders --class-file c", "only one of",
      help: "tessera help export"),
    Case(
      "export a.tess -o t.npy --class-folders --class-count 5", "--class-tokens",
      help: "tessera help export"),
    Case(
      "export a.tess -o t.npy --reserved=-1", "--reserved", "not -1", help: "tessera help export"),
    Case("metrics a.png", "missing", "<estimate>", help: "tessera help metrics"),
    Case("verify", "missing", "<cases>", help: "tessera help verify"),
    Case("fit bogus", "'bogus'", help: "tessera help fit"),
    Case("fit image a.png -o m --stages 0", "--stages", "not 0", help: "tessera help fit image"),
    Case(
      "fit image a.png -o m --codebook-size 1", "--codebook-size", "not 1",
      help: "tessera help fit image"),
    Case(
      "fit image a.png -o m --components 193", "--components", "1 to 192",
      help: "tessera help fit image"),
    Case("fit audio a.wav -o m --vectors 0", "--vectors", "not 0", help: "tessera help fit audio"),
    Case("bench no-such-benchmark", "no-such-benchmark", help: "tessera help bench"),
    Case("encode x -o y --batch 0", "--batch", "1 to 1024", help: "tessera help encode"),
    Case("decode x -o y --batch 1025", "--batch", "1025", help: "tessera help decode"),
    Case("encode x -o y --dtype f16", "--dtype", "f32", "bf16", help: "tessera help encode"),
    Case("encode x -o y --tile --crop", "--tile", "--crop", help: "tessera help encode"),
    Case("bench model titok-l32 --part middle", "--part", "middle", help: "tessera help bench"),
    Case(
      "evaluate a.png --every-depth --codebooks 2", "--every-depth", help: "tessera help evaluate"),
  ]

  @Test("it is said in one line, with the help to read", arguments: cases)
  func usage(example: Case) throws {
    let folder = try TemporaryFolder()
    let run = try tessera(example.arguments, in: folder.path)
    expectComplaints(run, status: 2, example.words + ["ee '\(example.help)'"])
    #expect(run.output.isEmpty)
    #expect(try folder.names.isEmpty)
  }
}
