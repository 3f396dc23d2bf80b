import TestSupport
import Testing

@Suite("What metrics compares")
struct MetricsTests {
  @Test("media that cannot be compared: one line that names both")
  func unlike() throws {
    let other = Samples.path("sign.jpg")
    expectComplaints(
      try tessera("metrics", Samples.picture, other), [Samples.picture, other, "384x369"])
    expectComplaints(
      try tessera("metrics", Samples.picture, Samples.sound),
      [Samples.picture, Samples.sound, "a picture and a sound"])
    let folder = try TemporaryFolder()
    let short = try folder.write(
      WaveFile.bytes(Array(repeating: 0.5, count: 3000)), to: "short.wav")
    expectComplaints(
      try tessera("metrics", Samples.sound, short),
      [Samples.sound, short, "80000 samples", "of 3000"])
  }

  @Test("equal pictures are infinitely close, and JSON says so")
  func equal() throws {
    let run = try expectSuccess("metrics", Samples.picture, Samples.picture, "--json")
    #expect(run.output.contains("\"value\" : \"inf\""))
  }
}
