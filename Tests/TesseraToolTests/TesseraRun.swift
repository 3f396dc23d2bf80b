import Bytes
import TestSupport
import Testing

/// The built command.
enum TesseraRun {
  /// Where the build that these tests belong to puts it.
  static let executable: String = {
    #if DEBUG
      ProjectFiles.path(".build/debug/tessera")
    #else
      ProjectFiles.path(".build/release/tessera")
    #endif
  }()
}

/// Runs the built command.
func tessera(
  _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil
) throws -> CommandRun {
  try CommandRun([TesseraRun.executable] + arguments, environment: environment, in: folder)
}

/// Runs the built command.
func tessera(_ arguments: String...) throws -> CommandRun {
  try tessera(arguments)
}

/// Runs the command and expects it to do its work without a word on standard error.
@discardableResult
func expectSuccess(
  _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
) throws -> CommandRun {
  let run = try tessera(arguments)
  expectSuccess(run, sourceLocation: sourceLocation)
  return run
}

/// Expects a run that did its work without a word on standard error.
func expectSuccess(_ run: CommandRun, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(run.status == 0 && run.errors.isEmpty, "\(run)", sourceLocation: sourceLocation)
}

/// Expects a run that ended with `status` and these problems: one line on standard error for each,
/// under the program's name, with the words in it and a remedy behind a semicolon.
func expectComplaints(
  _ run: CommandRun, status: Int32 = 1, _ problems: [String]...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(run.status == status, "\(run)", sourceLocation: sourceLocation)
  #expect(run.errorLines.count == problems.count, "\(run)", sourceLocation: sourceLocation)
  for (line, words) in zip(run.errorLines, problems) {
    #expect(line.hasPrefix("tessera: "), "\(run)", sourceLocation: sourceLocation)
    #expect(!line.contains("Error:"), "\(run)", sourceLocation: sourceLocation)
    #expect(
      line.contains("; ") || line.contains("? See "), "no remedy: \(run)",
      sourceLocation: sourceLocation)
    for word in words {
      #expect(line.contains(word), "without '\(word)': \(run)", sourceLocation: sourceLocation)
    }
  }
}

extension TemporaryFolder {
  /// What is in the folder.
  var names: [String] {
    get throws { try Folder.names(in: path) }
  }
}
