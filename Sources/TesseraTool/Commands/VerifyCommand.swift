import ArgumentParser
import Tessera

/// The command `tessera verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check this build against what reference implementations computed.")

  @Argument(help: "Golden cases, or folders of them.")
  var cases: [String]

  @Flag(help: "Print the comparisons as JSON.")
  var json = false

  @OptionGroup var options: RunOptions

  func run() throws {
    var failures: [ItemFailure] = []
    var verifications: [Verification] = []
    for path in try cases.flatMap(Verification.cases(at:)) {
      do {
        let verification = try options.withThreads { try Verification(casePath: path) }
        if !options.quiet, !json { show(verification) }
        verifications.append(verification)
      } catch {
        failures.append(ItemFailure(item: path, error: error))
      }
    }
    if json { try JSONOutput.print(verifications.flatMap(VerificationRecord.records)) }
    let short = verifications.filter { !$0.passes }
    for verification in short {
      Terminal.complain("\(verification.path): falls short of its goldens")
    }
    try failures.report()
    if !short.isEmpty { throw ExitCode.failure }
  }

  private func show(_ verification: Verification) {
    print("\(verification.path)  (\(verification.family))")
    var table = TextTable([
      ("  tensor", .left), ("error", .right), ("tolerance", .right), ("unit", .left), ("", .left),
    ])
    for comparison in verification.comparisons {
      table.add([
        "  " + comparison.name, comparison.largestError.shortest,
        comparison.tolerance.shortest, comparison.unit,
        VerificationRecord.verdict(comparison) + (comparison.note.map { "; " + $0 } ?? ""),
      ])
    }
    table.lines.forEach { print($0) }
  }
}

/// One tensor of `verify --json`.
private struct VerificationRecord: Encodable {
  let path: String
  let tensor: String
  let error: Double
  let tolerance: Double
  let unit: String
  let verdict: String
  let note: String?

  private enum CodingKeys: String, CodingKey {
    case path = "case"
    case tensor, error, tolerance, unit, verdict, note
  }

  static func records(_ verification: Verification) -> [VerificationRecord] {
    verification.comparisons.map { comparison in
      VerificationRecord(
        path: verification.path, tensor: comparison.name, error: comparison.largestError,
        tolerance: comparison.tolerance, unit: comparison.unit, verdict: verdict(comparison),
        note: comparison.note)
    }
  }

  static func verdict(_ comparison: TensorComparison) -> String {
    comparison.isExact ? "exact" : comparison.passes ? "within" : "FAILS"
  }
}
