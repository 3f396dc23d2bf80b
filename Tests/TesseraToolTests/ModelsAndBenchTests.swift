import TestSupport
import Testing

@Suite("The shipped models and their speed")
struct ModelsAndBenchTests {
  @Test("models lists both, with what they encode")
  func list() throws {
    let lines = try expectSuccess("models").output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("linear-image") && $0.contains("image") })
    #expect(lines.contains { $0.hasPrefix("linear-audio") && $0.contains("audio") })
  }

  @Test("models NAME shows the card", arguments: ["linear-image", "linear-audio"])
  func card(name: String) throws {
    let output = try expectSuccess("models", name).output
    for part in ["family   \(name)", "sha-256", "# \(name)", "variance"] {
      #expect(output.contains(part), "\(part)")
    }
  }

  @Test("bench --json records what was measured, and on what")
  func bench() throws {
    let run = try expectSuccess(
      "bench", "linear-audio", "decode", "--json", "--threads", "1")
    let records = try run.records([BenchmarkRecord].self)
    let record = try #require(records.first)
    #expect(records.count == 1)
    #expect(record.name.contains("linear-audio decode"))
    #expect(record.minimum_seconds > 0 && record.minimum_seconds <= record.median_seconds)
    #expect(abs(record.rate * record.median_seconds / 10 - 1) < 1e-9)
    #expect(record.unit == "x real time" && record.threads == 1 && !record.cpu.isEmpty)
  }
}
