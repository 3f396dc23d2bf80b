public import Tensors
public import Tokenizers

/// Published models at their full size with random weights: what their passes cost, not what they
/// see.
public struct NeuralModelBenchmarks: Sendable {
  /// Which half of a model is timed.
  public enum Part: String, Sendable, CaseIterable {
    /// Pictures to codes.
    case encoder
    /// Codes to pictures.
    case decoder
  }

  private let configurations: PublishedConfigurations

  /// Takes the configurations of the models that can be timed.
  public init(configurations: PublishedConfigurations) {
    self.configurations = configurations
  }

  /// One model's benchmarks.
  ///
  /// Weights are drawn and packed before the clock starts, as the peers' are loaded.
  ///
  /// - Parameters:
  ///   - id: the model's short name.
  ///   - parts: which halves.
  ///   - batch: pictures in a pass.
  ///   - precision: the type of the weights in products.
  /// - Returns: one benchmark a part.
  /// - Throws: `ModelError` for a name that is not known.
  public func benchmarks(
    model id: String, parts: [Part] = Part.allCases, batch: Int = 1,
    precision: MatrixPrecision = .float32
  ) throws -> [Benchmark] {
    guard let entry = configurations.entry(id) else {
      throw ModelError.unknownModel(name: id, available: configurations.entries.map(\.id))
    }
    return parts.map { part in
      Benchmark(
        "model \(id) \(part.rawValue) batch \(batch) \(precision.rawValue)", unit: "images/s"
      ) {
        let model = try RandomModel(entry)
        let pass =
          part == .encoder ? model.encodingPass(batch: batch) : model.decodingPass(batch: batch)
        let session = InferenceSession(batchSize: batch, precision: precision)
        // The first pass also packs the weights.
        let operations = ProductCounter.operations { session.run(pass) }
        return Benchmark.Work(amount: Double(batch), operations: Double(operations)) {
          session.run(pass)
        }
      }
    }
  }
}
