import Bytes
import FoundationEssentials
import Glibc

/// A program that has run to its end: what it wrote and how it ended.
package struct CommandRun: Sendable, CustomStringConvertible {
  /// The program's path and its arguments.
  package let command: [String]
  /// The exit status, or minus the signal that ended it.
  package let status: Int32
  /// What it wrote to standard output.
  package let output: String
  /// What it wrote to standard error.
  package let errors: String

  /// Runs a program with nothing to read on its standard input and waits for its end.
  ///
  /// - Parameters:
  ///   - command: the program's path and its arguments.
  ///   - environment: variables beside those of this process.
  ///   - folder: where it runs, if not where this process does.
  ///   - secondLimit: how long it may take before it is killed.
  /// - Throws: `CommandRunError`, or `FileError` where its output cannot be kept.
  package init(
    _ command: [String], environment: [String: String] = [:], in folder: String? = nil,
    secondLimit: Double = 60
  ) throws {
    let streams = try TemporaryFolder()
    let (output, errors) = (streams.file("output"), streams.file("errors"))
    let process = try Self.start(
      command, environment: environment, folder: folder, output: output, errors: errors)
    self.command = command
    status = try Self.wait(for: process, command: command, secondLimit: secondLimit)
    self.output = String(decoding: try MappedFile(path: output).allBytes(), as: UTF8.self)
    self.errors = String(decoding: try MappedFile(path: errors).allBytes(), as: UTF8.self)
  }

  /// The lines on standard error.
  package var errorLines: [Substring] { errors.split(separator: "\n") }

  /// The lines of standard output.
  package var outputLines: [Substring] { output.split(separator: "\n") }

  /// Everything about the run, for a failed expectation.
  package var description: String {
    "\(command.joined(separator: " ")) ended with \(status)\n\(output)\(errors)"
  }

  private static func start(
    _ command: [String], environment: [String: String], folder: String?, output: String,
    errors: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let creation = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, creation, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, creation, 0o600)
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let words = (folder.map { ["/usr/bin/env", "-C", $0] } ?? []) + command
    var arguments = words.map { strdup($0) } + [nil]
    var definitions = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + definitions).forEach { free($0) } }
    var process = pid_t()
    let failure = posix_spawn(&process, words[0], &actions, nil, &arguments, &definitions)
    guard failure == 0 else { throw CommandRunError.notStarted(command, errno: failure) }
    return process
  }

  private static func wait(
    for process: pid_t, command: [String], secondLimit: Double
  ) throws -> Int32 {
    let deadline = ContinuousClock.now + .seconds(secondLimit)
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < deadline else {
        kill(process, SIGKILL)
        waitpid(process, &status, 0)
        throw CommandRunError.tookTooLong(command, seconds: secondLimit)
      }
      usleep(1000)
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : -signal
  }
}

/// Why a program could not be run to its end.
package enum CommandRunError: Error, Sendable {
  case notStarted([String], errno: Int32)
  case tookTooLong([String], seconds: Double)
}
