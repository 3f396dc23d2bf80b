import ArgumentParser

/// What is wrong with a command line, in one line that ends with the help to read.
struct UsageComplaint {
  /// The line, without the program's name.
  let line: String

  /// Words an error of parsing or validating the command line of this process.
  init(_ error: any Error) {
    let text = TesseraCommand.message(for: error).split(whereSeparator: \.isNewline)
      .joined(separator: " ")
    let start = text.prefix(1).lowercased() + text.dropFirst()
    let end = start.hasSuffix("?") ? " See" : "; see"
    line = start + end + " '" + Self.helpCommand(CommandLine.arguments.dropFirst()) + "'"
  }

  /// The command that explains the subcommand which the arguments begin with.
  private static func helpCommand(_ arguments: some Sequence<String>) -> String {
    var words = ["tessera", "help"]
    var command: any ParsableCommand.Type = TesseraCommand.self
    for argument in arguments {
      let next = command.configuration.subcommands.first { subcommand in
        subcommand.configuration.commandName == argument
      }
      guard let next else { break }
      words.append(argument)
      command = next
    }
    return words.joined(separator: " ")
  }
}
