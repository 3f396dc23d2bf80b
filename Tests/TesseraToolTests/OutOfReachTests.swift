import TestSupport
import Testing

@Suite("A length that cannot be had is said")
struct OutOfReachTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private struct Record: Decodable {
    let item: String
    let tokens: Int
    let meets_policy: Bool
  }

  @Test("a quality above what all codebooks give keeps them all and says so")
  func quality() throws {
    let arguments = [
      "encode", Samples.picture, "-o", folder.file("out.tess"), "--quality", "psnr:60",
    ]
    let run = try tessera(arguments)
    expectSuccess(run)
    #expect(run.output.contains("psnr:60.0 is out of reach for ship.jpg"))
    let records = try tessera(arguments + ["--json"]).records([Record].self)
    #expect(records.map(\.meets_policy) == [false])
    #expect(records.map(\.tokens) == [8 * 48 * 33])
    let reached = try tessera(
      "encode", Samples.picture, "-o", folder.file("in.tess"), "--quality", "psnr:20", "--json")
    #expect(try reached.records([Record].self).map(\.meets_policy) == [true])
  }

  @Test(
    "a budget that buys no code is an error",
    arguments: [(Samples.picture, "0.01bpp"), (Samples.sound, "0.1kbps")])
  func budget(input: String, budget: String) throws {
    let run = try tessera("encode", input, "-o", folder.file("out.tess"), "--budget", budget)
    expectComplaints(run, [input, "needs at least", "raise it"])
    #expect(try folder.names.isEmpty)
  }
}
