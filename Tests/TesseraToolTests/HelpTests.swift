import Bytes
import TestSupport
import Testing

/// The committed texts are what `COLUMNS=80 tessera help COMMAND` prints.
@Suite("Help says what every command takes")
struct HelpTests {
  @Test(
    "help texts are those that were reviewed",
    arguments: [
      "", "encode", "decode", "inspect", "models", "bpe", "bpe train", "bpe encode", "bpe decode",
      "bpe show", "bpe stats", "bpe export", "bpe import", "export", "fit", "fit image",
      "fit audio",
      "evaluate", "metrics", "verify", "bench",
    ])
  func text(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let name = (["tessera"] + words).joined(separator: "-")
    let expected = try MappedFile(
      path: ProjectFiles.path("Tests/TesseraToolTests/Help/\(name).txt"))
    let help = try tessera(["help"] + words, environment: ["COLUMNS": "80"])
    expectSuccess(help)
    #expect(help.output == String(decoding: expected.allBytes(), as: UTF8.self), "\(name)")
    let flag = try tessera(words + ["--help"], environment: ["COLUMNS": "80"])
    expectSuccess(flag)
    #expect(flag.output == help.output)
  }

  @Test("the program alone prints its help, and its version when asked")
  func alone() throws {
    #expect(try expectSuccess().output == expectSuccess("help").output)
    #expect(try expectSuccess("--version").output == "0.1.0\n")
  }
}
