import Bytes
package import FoundationEssentials
package import Layers

/// One folder of goldens: a configuration, the tensors of a reference run and perhaps more files.
package struct GoldenCase: Sendable {
  /// The folder.
  package let path: String
  /// The bytes of `config.json`.
  package let configuration: Data
  /// The tensors of `io.safetensors`.
  package let tensors: SafetensorsFile

  /// Opens a case's folder.
  ///
  /// - Throws: `FileError` or `CheckpointError` when a part is missing or damaged.
  package init(path: String) throws {
    self.path = path
    configuration = Data(try MappedFile(path: path + "/config.json").allBytes())
    tensors = try SafetensorsFile(path: path + "/io.safetensors")
  }

  /// The model's weights, for cases that have a model.
  package var weightsPath: String { path + "/model.safetensors" }

  /// Whether the case has a model's weights.
  package var hasWeights: Bool { Folder.kind(of: weightsPath) == .file }

  /// The configuration as `Configuration`, or nil when it has other keys.
  package func configuration<Configuration: Decodable>(
    as _: Configuration.Type
  ) -> Configuration? {
    try? JSONDecoder().decode(Configuration.self, from: configuration)
  }
}
