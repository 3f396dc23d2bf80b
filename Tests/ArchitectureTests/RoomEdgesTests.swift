import Bytes
import TestSupport
import Testing

/// The architecture page's picture against the imports that the sources make.
@Suite("Rooms import only what the architecture page draws")
struct RoomEdgesTests {
  @Test func everyImportIsDrawn() throws {
    let drawn = try ArchitecturePage.edges()
    let made = try SourceImports.edges(among: ArchitecturePage.names(in: drawn))
    for room in made.keys.sorted() {
      let undrawn = made[room, default: []].subtracting(drawn[room, default: []])
      #expect(undrawn.isEmpty, "\(room) imports \(undrawn.sorted()), which the page does not draw")
    }
  }

  @Test func everyDrawnEdgeIsUsed() throws {
    let drawn = try ArchitecturePage.edges()
    let made = try SourceImports.edges(among: ArchitecturePage.names(in: drawn))
    for room in drawn.keys.sorted() {
      let unused = drawn[room, default: []].subtracting(made[room, default: []])
      #expect(unused.isEmpty, "the page draws \(room) ─► \(unused.sorted()), which nothing imports")
    }
  }

  @Test func everySwiftRoomIsOnThePage() throws {
    let drawn = try ArchitecturePage.edges()
    let rooms = try Folder.names(in: ProjectFiles.path("Sources")).filter { room in
      try Folder.files(below: ProjectFiles.path("Sources/" + room)).contains {
        $0.hasSuffix(".swift")
      }
    }
    #expect(rooms.count > 10)
    #expect(Set(rooms) == Set(drawn.keys))
  }

  @Test func noCycles() throws {
    var remaining = try ArchitecturePage.edges()
    while let leaf = remaining.first(where: { $0.value.isDisjoint(with: remaining.keys) }) {
      remaining[leaf.key] = nil
    }
    #expect(remaining.isEmpty, "these rooms import each other in a circle: \(remaining.keys)")
  }

  @Test func onlyWorkersAreThreads() throws {
    for path in try SourceImports.swiftFiles() where !path.hasSuffix("Threads/Worker.swift") {
      let text = try SourceImports.text(of: path)
      #expect(!text.contains("import Dispatch"), "\(path) imports Dispatch")
      #expect(!text.contains("pthread_create"), "\(path) starts a thread")
    }
  }
}
