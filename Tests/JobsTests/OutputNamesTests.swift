import Jobs
import Testing

@Suite("Names of decoded files")
struct OutputNamesTests {
  private func names(_ names: [String], _ fileExtension: String = "png") -> [String] {
    OutputNames(replacingExtensionsOf: names.map { ($0, fileExtension) }).paths
  }

  @Test("keep the item's name under the new extension")
  func extensions() {
    #expect(
      names(["a.jpg", "sub/b.tar.gz", "plain", ".hidden", "sub.d/plain", "dot.", "c.png"])
        == [
          "a.png", "sub/b.tar.png", "plain.png", ".hidden.png", "sub.d/plain.png", "dot.png",
          "c.png",
        ])
    #expect(
      OutputNames(replacingExtensionsOf: [("a.flac", "wav"), ("a.jpg", "png")]).paths == [
        "a.wav", "a.png",
      ])
    #expect(names([]).isEmpty)
  }

  @Test("that would be equal keep the old extension, and get a number where that is not enough")
  func collisions() {
    #expect(names(["x.png", "x.jpg", "y.jpg"]) == ["x.png.png", "x.jpg.png", "y.png"])
    #expect(names(["x.jpg", "x.jpg", "x.jpg"]) == ["x.jpg.png", "x.jpg.2.png", "x.jpg.3.png"])
    let crossed = names(["x.a", "x.b", "x.a.c", "x.b.png"])
    #expect(Set(crossed).count == 4)
    #expect(names(["a/x.jpg", "b/x.jpg"]) == ["a/x.png", "b/x.png"])
  }

  @Test(
    "never lead out of the folder",
    arguments: [
      "..", ".", "", "/", "../../etc/passwd", "/etc/passwd", "a/../../b", "./a", "a//b", "a\0b",
      "../\u{301}b", "x/..\u{0}/y", "..\0",
    ])
  func unsafeNames(name: String) {
    for path in names([name]) + OutputNames(appending: "tess", to: [name]).paths {
      let parts = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
        .map { String($0) }
      #expect(!parts.contains { ["", ".", ".."].contains($0) }, "\(path)")
      #expect(!path.unicodeScalars.contains("\0"))
    }
  }

  @Test("may keep the whole name before an extension of their own")
  func appended() {
    #expect(
      OutputNames(appending: "tess", to: ["a.png", "a.jpg", "sub/a.png", "a.png", "b"]).paths
        == ["a.png.tess", "a.jpg.tess", "sub/a.png.tess", "a.png.2.tess", "b.tess"])
  }
}
