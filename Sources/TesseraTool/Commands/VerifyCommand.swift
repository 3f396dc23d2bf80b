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
    for argument in cases {
      do {
        let paths = try Verification.cases(at: argument)
        verifications += verify(paths, &failures)
      } catch {
        failures.append(ItemFailure(item: argument, error: error))
      }
    }
    if json { try JSONOutput.print(verifications.flatMap(VerificationRecord.records)) }
    failures += verifications.filter { !$0.passes }.map(Self.failure)
    try failures.report()
  }

  private func verify(_ paths: [String], _ failures: inout [ItemFailure]) -> [Verification] {
    paths.compactMap { path in
      do {
        let verification = try options.withThreads { try Verification(casePath: path) }
        if !options.quiet, !json { show(verification) }
        return verification
      } catch {
        failures.append(ItemFailure(item: path, error: error))
        return nil
      }
    }
  }

  private static func failure(_ verification: Verification) -> ItemFailure {
    let short = verification.comparisons.filter { !$0.passes }.map(\.name)
    let reason =
      short.isEmpty
      ? "holds nothing to compare; take a case with tensors"
      : "falls short of the reference in \(short.joined(separator: ", "));"
        + " the table of 'tessera verify' says by how much"
    return ItemFailure(item: verification.path, reason: reason)
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
        Self.remarks(comparison).joined(separator: "; "),
      ])
    }
    table.lines.forEach { print($0) }
  }

  private static func remarks(_ comparison: TensorComparison) -> [String] {
    [VerificationRecord.verdict(comparison)]
      + [comparison.codes.map(sentence), comparison.note].compactMap(\.self)
  }

  private static func sentence(_ codes: CodeDifferences) -> String {
    let share = "\(codes.differingCount) of \(codes.codeCount) codes differ"
    guard let margins = codes.margins else { return share }
    return margins.lowerBound == margins.upperBound
      ? share + ", margin \(margins.lowerBound.shortest)"
      : share + ", margins \(margins.lowerBound.shortest) to \(margins.upperBound.shortest)"
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
  let codeCount: Int?
  let differingCodes: Int?
  let smallestMargin: Double?
  let largestMargin: Double?
  let note: String?

  private enum CodingKeys: String, CodingKey {
    case path = "case"
    case tensor, error, tolerance, unit, verdict, note
    case codeCount = "codes"
    case differingCodes = "codes_differing"
    case smallestMargin = "smallest_margin"
    case largestMargin = "largest_margin"
  }

  static func records(_ verification: Verification) -> [VerificationRecord] {
    verification.comparisons.map { comparison in
      VerificationRecord(
        path: verification.path, tensor: comparison.name, error: comparison.largestError,
        tolerance: comparison.tolerance, unit: comparison.unit, verdict: verdict(comparison),
        codeCount: comparison.codes?.codeCount, differingCodes: comparison.codes?.differingCount,
        smallestMargin: comparison.codes?.margins?.lowerBound,
        largestMargin: comparison.codes?.margins?.upperBound, note: comparison.note)
    }
  }

  static func verdict(_ comparison: TensorComparison) -> String {
    comparison.isExact ? "exact" : comparison.passes ? "within" : "FAILS"
  }
}
