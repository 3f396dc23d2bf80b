import Bytes
import FoundationEssentials
import TestSupport
import Testing

/// Every `tessera …` line of the README's recipes, run one after another as a reader would.
@Suite("The README's recipes run")
struct ReadmeTests {
  @Test func recipes() throws {
    let folder = try TemporaryFolder()
    for name in ["Assets", "Tests"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.file(name), withDestinationPath: ProjectFiles.path(name))
    }
    let commands = try Self.commands()
    #expect(commands.count >= 10)
    for command in commands {
      let line = command.replacing(
        "tessera ", with: TesseraRun.executable + " ", maxReplacements: 1)
      let run = try CommandRun(["/bin/bash", "-c", line], in: folder.path, secondLimit: 120)
      #expect(run.status == 0, "\(run)")
    }
    for made in [
      "ship.png", "photos/tulips.png", "sheet.png", "my-model/README.md", "vest.tess",
      "train.bin.meta.json", "tokens.png", "stats.html", "back.tess", "train.npz",
      "squares/sign.png",
      "tiles.png",
    ] {
      #expect(Folder.kind(of: folder.file(made)) == .file, "\(made) was not written")
    }
  }

  private static func commands() throws -> [String] {
    let page = try MappedFile(path: ProjectFiles.path("README.md")).allBytes()
    return String(decoding: page, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("tessera ") }
      .map(String.init)
  }
}
