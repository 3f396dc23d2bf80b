import ArgumentParser
import Glibc
import Tessera

/// The program's entry: parses, runs, and turns errors into one line and an exit status.
@main
enum TesseraTool {
  static func main() {
    do {
      var command = try TesseraCommand.parseAsRoot()
      try command.run()
    } catch let status as ExitCode {
      exit(status.rawValue)
    } catch {
      finish(error)
    }
  }

  private static func finish(_ error: any Error) -> Never {
    switch TesseraCommand.exitCode(for: error) {
    case .success:
      print(TesseraCommand.fullMessage(for: error))
      exit(0)
    case .validationFailure:
      Terminal.complain(UsageComplaint(error).line)
      exit(2)
    default:
      Terminal.complain("\(error)")
      exit(1)
    }
  }
}

/// The root command.
struct TesseraCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tessera",
    abstract: "Turns images and sound into discrete tokens, and tokens back.",
    version: Software.version,
    subcommands: [
      EncodeCommand.self, DecodeCommand.self, InspectCommand.self, ModelsCommand.self,
      PairCommand.self, ExportCommand.self, FitCommand.self, EvaluateCommand.self,
      MetricsCommand.self, VerifyCommand.self, BenchCommand.self,
    ])
}
