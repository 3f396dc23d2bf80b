import ArgumentParser
import Tessera

/// What stands in a vocabulary beside codes.
struct VocabularyOptions: ParsableArguments {
  @Flag(name: .customLong("begin-token"), help: "Begin each sequence with a token.")
  var begins = false

  @Flag(name: .customLong("end-token"), help: "End each sequence with a token.")
  var ends = false

  @Flag(help: "Take the first folder of an item's name as its class.")
  var classFolders = false

  @Option(help: "Take classes from a JSON object of item names and class numbers.")
  var classFile: String?

  @Flag(help: "Put a token of the class at the beginning of each sequence.")
  var classTokens = false

  @Option(help: "How many classes have a token (default: as many as there are).")
  var classCount: Int?

  @Option(help: "Where begin, end and class tokens stand: behind all codes or before them.")
  var specialTokens = VocabularyPlan.Placement.last

  @Option(help: "Tokens before all others that are left to something else, such as text.")
  var reserved = 0

  func validate() throws {
    guard !classFolders || classFile == nil else {
      throw ValidationError("give only one of --class-folders and --class-file")
    }
    guard !classTokens || classFolders || classFile != nil else {
      throw ValidationError("--class-tokens needs --class-folders or --class-file")
    }
    guard classCount == nil || classTokens else {
      throw ValidationError("--class-count needs --class-tokens")
    }
    let most = Int(Int32.max)
    for (name, value) in [("--class-count", classCount ?? 0), ("--reserved", reserved)]
    where !(0...most).contains(value) {
      throw ValidationError("\(name) takes a number from 0 to \(most), not \(value)")
    }
  }

  /// Special tokens.
  var vocabulary: ExportVocabulary {
    ExportVocabulary(
      begins: begins, ends: ends, specialTokens: specialTokens, reserved: reserved)
  }

  /// Where classes come from, nil for no classes.
  var classes: ExportClasses? {
    let source = classFile.map { ExportClasses.Source.file($0) } ?? (classFolders ? .folders : nil)
    return source.map { ExportClasses($0, hasTokens: classTokens, count: classCount) }
  }
}
