import Bytes
import TestSupport
import Testing
import Tokenizers

@Suite("Models are found by name")
struct ModelCatalogTests {
  let folder: TemporaryFolder
  let catalog: ModelCatalog

  init() throws {
    folder = try TemporaryFolder()
    catalog = ModelCatalog(
      roots: [folder.file("first"), folder.file("missing"), folder.file("second")])
    _ = try FittedModels.imageModel(in: folder, name: "first/pictures")
    _ = try FittedModels.audioModel(in: folder, name: "second/sounds")
    _ = try FittedModels.audioModel(in: folder, name: "second/pictures")
    try Folder.make(folder.file("second/empty"))
    _ = try folder.write([], to: "second/file")
  }

  @Test("sorted by name, the first root before the second, other folders passed over")
  func listing() {
    #expect(catalog.models().map(\.name) == ["pictures", "sounds"])
    #expect(catalog.models().map(\.family) == [.linearImage, .linearAudio])
    #expect(ModelCatalog(roots: []).models().isEmpty)
  }

  @Test("by name in the roots, by path anywhere")
  func named() throws {
    #expect(try catalog.model(named: "pictures").family == .linearImage)
    #expect(try catalog.model(named: "sounds").path == folder.file("second/sounds"))
    #expect(
      try ModelCatalog(roots: []).model(named: folder.file("second/pictures")).family
        == .linearAudio)
  }

  @Test("an unknown name lists what there is; a folder that is no model says why")
  func unknown() {
    for name in ["pictures2", "file", "no/such"] {
      #expect(
        throws: ModelError.unknownModel(name: name, available: ["pictures", "sounds"])
      ) { try catalog.model(named: name) }
    }
    #expect(throws: ModelError.notAModel(path: folder.file("second/empty"), missing: "config.json"))
    {
      try catalog.model(named: "empty")
    }
    #expect(throws: ModelError.self) { try catalog.model(named: "") }
    #expect(throws: ModelError.self) { try catalog.model(named: "..") }
  }

  @Test("roots are the model folders beside and above an executable, the nearest first")
  func rootsBesideExecutable() throws {
    for name in ["a/Assets/models", "a/b/share/tessera/models", "a/b/c"] {
      try Folder.make(folder.file(name))
    }
    let roots = ModelCatalog.roots(besideExecutable: folder.file("a/b/c/tessera"))
    #expect(
      Array(roots.prefix(2)) == [
        folder.file("a/b/share/tessera/models"), folder.file("a/Assets/models"),
      ])
    #expect(roots.allSatisfy { Folder.kind(of: $0) == .folder })
    #expect(ModelCatalog.roots(besideExecutable: "tessera").allSatisfy { !$0.hasPrefix("/") })
  }
}
