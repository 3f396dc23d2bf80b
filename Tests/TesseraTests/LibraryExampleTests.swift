import Bytes
import Tessera
import TestSupport
import Testing

/// The documentation's example, compiled here line by line as it stands on the page.
@Suite("The library example of the documentation")
struct LibraryExampleTests {
  @Test func runs() throws {
    let output = try TemporaryFolder()
    let catalog = ModelCatalog(roots: [ProjectFiles.path("Assets/models")])
    let model = try catalog.model(named: "linear-image")
    let photo = try PixelImage(contentsOf: ProjectFiles.path("Assets/samples/tulips.png"))

    let item = try model.imageEncoder().encode(photo, policy: .codebooks(4), decoder: nil)
    print(item.tokenCount, "tokens,", item.bits, "bits")

    let back = try model.imageDecoder().decode(item, width: photo.width, height: photo.height)
    try back.write(to: output.file("tulips-4.png"), as: .png)

    #expect(item.tokenCount == 4 * 32 * 32)
    #expect(try PixelDifference.peakSignalToNoiseRatio(back, photo) > 25)
  }

  /// The page's lines, paths aside, are those of ``runs()``.
  @Test func isTheOneOnThePage() throws {
    let page = try text("Sources/Tessera/Tessera.docc/Tessera.md")
    let code = page.split(separator: "```swift").last?.split(separator: "```").first ?? ""
    let test = try text("Tests/TesseraTests/LibraryExampleTests.swift")
    let lines = code.split(separator: "\n").filter { !$0.contains("Assets/") }
    #expect(lines.count >= 6)
    for line in lines where !line.contains("tulips-4.png") {
      #expect(test.contains(line), "the page has '\(line)', which is not compiled here")
    }
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try MappedFile(path: ProjectFiles.path(path)).allBytes(), as: UTF8.self)
  }
}
