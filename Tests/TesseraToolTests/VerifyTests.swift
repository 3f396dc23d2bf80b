import Bytes
import FoundationEssentials
import TestSupport
import Testing

@Suite("What verify says about golden cases")
struct VerifyTests {
  @Test("every committed case passes", arguments: ["audio-preprocess", "image-preprocess"])
  func committed(folder: String) throws {
    let run = try expectSuccess("verify", ProjectFiles.golden(folder), "--json")
    let records = try run.records([VerificationRecord].self)
    let cases = try Folder.names(in: ProjectFiles.golden(folder))
      .map { ProjectFiles.golden(folder) + "/" + $0 }
      .filter { Folder.kind(of: $0) == .folder }
    #expect(Set(records.map(\.case)) == Set(cases))
    #expect(records.allSatisfy { ["exact", "within"].contains($0.verdict) })
  }

  @Test(
    "one changed number fails its case, by the name of its tensor",
    arguments: ["audio-preprocess/mel", "image-preprocess/shorter-side-crop"])
  func perturbed(name: String) throws {
    let folder = try TemporaryFolder()
    let golden = ProjectFiles.golden(name)
    let records = try expectSuccess("verify", golden, "--json").records([VerificationRecord].self)
    let tensor = try #require(records.last?.tensor)
    let path = folder.file("case")
    try FileManager.default.copyItem(atPath: golden, toPath: path)
    try Self.perturb(tensor, of: path + "/io.safetensors")

    let run = try tessera("verify", golden, path, "--quiet")
    expectComplaints(run, [path, "falls short", tensor])
    let table = try tessera("verify", path)
    #expect(table.status == 1)
    #expect(
      table.output.split(separator: "\n").contains { $0.contains(tensor) && $0.contains("FAILS") })
  }

  /// Inverts the last four bytes of a tensor.
  private static func perturb(_ tensor: String, of path: String) throws {
    struct Entry: Decodable {
      let data_offsets: [Int]?
    }
    var bytes = try MappedFile(path: path).allBytes()
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONDecoder().decode(
      [String: Entry].self, from: Data(bytes[8..<8 + length]))
    let end = 8 + length + (try #require(header[tensor]?.data_offsets?.last))
    for index in end - 4..<end { bytes[index] ^= 0xFF }
    try AtomicFile.write(bytes, to: path)
  }

  @Test("folders that are no cases, and cases of no known family")
  func unknown() throws {
    let folder = try TemporaryFolder()
    let missing = folder.file("missing")
    expectComplaints(try tessera("verify", missing), [missing, "no such folder"])
    let empty = folder.file("empty")
    try Folder.make(empty)
    expectComplaints(try tessera("verify", empty), [empty, "holds no golden case"])
    let strange = folder.file("strange")
    try Folder.make(strange)
    _ = try folder.write(Array(#"{"family":"unheard-of"}"#.utf8), to: "strange/config.json")
    _ = try folder.write([2, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), to: "strange/io.safetensors")
    expectComplaints(
      try tessera("verify", missing, strange, ProjectFiles.golden("audio-preprocess/mel"), "-q"),
      [missing, "no such folder"], [strange, "no family"])
    _ = try folder.write([1, 2, 3], to: "strange/io.safetensors")
    expectComplaints(try tessera("verify", strange), [strange, "safetensors"])
  }
}
