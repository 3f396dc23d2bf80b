import ArgumentParser
import Tessera

/// How the files of an export are written.
struct ExportFileOptions: ParsableArguments {
  @Option(
    name: .customLong("dtype"), help: "Type of the stored tokens (default: the smallest usual one)."
  )
  var type: TokenElementType?

  @Option(help: "Most bytes of a WebDataset archive (default: 1 GiB).")
  var shardBytes: Int?

  @Option(help: "Most items of a WebDataset archive (default: 100000).")
  var shardItems: Int?

  func validate() throws {
    for (name, value) in [("--shard-bytes", shardBytes), ("--shard-items", shardItems)] {
      if let value, value < 1 {
        throw ValidationError("\(name) takes a number from 1, not \(value)")
      }
    }
  }

  /// Refuses what the format has no use for.
  func check(against format: ExportFormat) throws {
    if format != .webDataset, shardBytes != nil || shardItems != nil {
      throw ValidationError(
        "only webdataset is written in archives, and the format is \(format.rawValue)")
    }
    if let type, !format.elementTypes.contains(type) {
      throw ValidationError(
        "--dtype: \(ExportError.unsupportedElementType(type, format: format))")
    }
  }

  /// The options that were given, and the usual ones for the others.
  var options: ExportOptions {
    var options = ExportOptions(elementType: type)
    if let shardBytes { options.shardByteLimit = shardBytes }
    if let shardItems { options.shardItemLimit = shardItems }
    return options
  }
}
