import Bytes
import FoundationEssentials
import TestSupport
import Testing

@Suite("What verify says about golden cases")
struct VerifyTests {
  @Test(
    "every committed case passes",
    arguments: [
      "audio-preprocess", "image-preprocess", "quantizers", "quantizers-variants", "titok",
      "titok-variants",
    ])
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
    arguments: [
      "audio-preprocess/mel", "image-preprocess/shorter-side-crop", "quantizers/vq-product",
      "titok/tatitok", "titok-variants/vqgan-narrowing",
    ])
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

  @Test(
    "one changed weight fails its case",
    arguments: [
      ("titok/maskgit-vqgan", "encoder.conv_out.bias"), ("titok/titok-legacy-l2", "latent_tokens"),
      ("quantizers/vq-ema-cosine", "_codebook.embed"),
    ])
  func changedWeight(name: String, weight: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("case")
    try FileManager.default.copyItem(atPath: ProjectFiles.golden(name), toPath: path)
    try Self.flipLastBit(of: weight, in: path + "/model.safetensors")
    expectComplaints(try tessera("verify", path, "--quiet"), [path, "falls short"])
  }

  /// Turns the lowest exponent bit but one of a tensor's last float.
  private static func flipLastBit(of tensor: String, in path: String) throws {
    var bytes = try MappedFile(path: path).allBytes()
    bytes[try end(of: tensor, in: bytes) - 1] ^= 0x01
    try AtomicFile.write(bytes, to: path)
  }

  @Test("codes are counted, in the table and in JSON")
  func codes() throws {
    let golden = ProjectFiles.golden("titok/titok-legacy-l2")
    let records = try expectSuccess("verify", golden, "--json").records([VerificationRecord].self)
    let codes = records.filter { $0.unit == "codes" }
    #expect(codes.map(\.tensor) == ["codes", "hard.codes"])
    #expect(codes.map(\.codes) == [32, 128])
    #expect(codes.map(\.codes_differing) == [0, 0])
    #expect(records.filter { $0.unit != "codes" }.allSatisfy { $0.codes == nil })

    let folder = try TemporaryFolder()
    let path = folder.file("case")
    try FileManager.default.copyItem(atPath: golden, toPath: path)
    try Self.perturb("hard.codes", of: path + "/io.safetensors")
    let table = try tessera("verify", path)
    #expect(table.status == 1)
    #expect(table.output.contains("FAILS; 1 of 128 codes differ, margin "))
    let changed = try tessera("verify", path, "--json").records([VerificationRecord].self)
    let hard = try #require(changed.first { $0.tensor == "hard.codes" })
    #expect(hard.verdict == "FAILS")
    #expect(hard.codes_differing == 1)
    #expect(try #require(hard.smallest_margin) >= 8.5e-3)
    #expect(hard.smallest_margin == hard.largest_margin)
  }

  /// Inverts the last four bytes of a tensor.
  private static func perturb(_ tensor: String, of path: String) throws {
    var bytes = try MappedFile(path: path).allBytes()
    let end = try end(of: tensor, in: bytes)
    for index in end - 4..<end { bytes[index] ^= 0xFF }
    try AtomicFile.write(bytes, to: path)
  }

  /// Where a tensor's bytes end.
  private static func end(of tensor: String, in bytes: [UInt8]) throws -> Int {
    struct Entry: Decodable {
      let data_offsets: [Int]?
    }
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONDecoder().decode(
      [String: Entry].self, from: Data(bytes[8..<8 + length]))
    return 8 + length + (try #require(header[tensor]?.data_offsets?.last))
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
