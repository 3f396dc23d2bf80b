import ArgumentParser

/// How many codes are looked at, where there are more than memory holds.
struct SampleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take a random sample of at most so many codes (default: what half of the memory holds).",
      valueName: "codes"))
  var sample: Int?

  @Option(help: "The seed of the sample.")
  var seed: UInt64 = 1

  func validate() throws {
    guard let sample, sample < 1 else { return }
    throw ValidationError("--sample takes a number of codes, not \(sample)")
  }
}
