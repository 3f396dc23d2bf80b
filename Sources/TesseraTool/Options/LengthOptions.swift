import ArgumentParser
import Tessera

/// How many codes an item gets.
struct LengthOptions: ParsableArguments {
  @Option(help: "Keep the first K codebooks of a residual quantizer.")
  var codebooks: Int?

  @Option(
    help: "The fewest codebooks that reach a quality, per item: psnr:26 or sisdr:8.",
    transform: QualityTarget.init(parsing:))
  var quality: QualityTarget?

  @Option(
    help: "Spend a budget where it helps most: 0.3bpp for pictures, 2kbps for sound.",
    transform: BitBudget.init(parsing:))
  var budget: BitBudget?

  func validate() throws {
    let given = [codebooks != nil, quality != nil, budget != nil].filter(\.self).count
    guard given <= 1 else {
      throw ValidationError("give only one of --codebooks, --quality and --budget")
    }
    if let codebooks, codebooks < 1 {
      throw ValidationError("--codebooks takes a number from 1, not \(codebooks)")
    }
  }

  /// The policy that the options name; every code without any.
  var policy: LengthPolicy {
    if let codebooks { return .codebooks(codebooks) }
    if let quality { return .quality(quality) }
    if let budget { return .budget(budget) }
    return .all
  }
}
