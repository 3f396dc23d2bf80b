import ArgumentParser
import Tessera

/// How neural image models compute.
struct NetworkOptions: ParsableArguments {
  @Option(name: .customLong("dtype"), help: "Type of the weights in matrix products.")
  var type = WeightType.f32

  @Option(help: "Pictures that go through one pass together; results do not depend on it.")
  var batch = 8

  func validate() throws {
    guard (1...1024).contains(batch) else {
      throw ValidationError("--batch takes a number from 1 to 1024, not \(batch)")
    }
  }
}

/// How a published model is timed.
struct NetworkBenchOptions: ParsableArguments {
  @Option(name: .customLong("dtype"), help: "Type of a published model's weights in products.")
  var type = WeightType.f32

  @Option(help: "Pictures in one pass of a published model.")
  var batch = 1

  func validate() throws {
    guard (1...1024).contains(batch) else {
      throw ValidationError("--batch takes a number from 1 to 1024, not \(batch)")
    }
  }

  /// Whether nothing was asked for.
  var isDefault: Bool { type == .f32 && batch == 1 }
}

/// A type of weights, as the command line names it.
enum WeightType: String, ExpressibleByArgument, CaseIterable {
  case f32
  case bf16

  var precision: MatrixPrecision {
    switch self {
    case .f32: .float32
    case .bf16: .bfloat16
    }
  }
}

/// Half of a model, as the command line names it.
enum ModelPart: String, ExpressibleByArgument, CaseIterable {
  case encoder
  case decoder

  var part: NeuralModelBenchmarks.Part {
    switch self {
    case .encoder: .encoder
    case .decoder: .decoder
    }
  }
}

/// How an encoder takes pictures of another size than its own.
struct FittingOptions: ParsableArguments {
  @Flag(help: "Resize and crop pictures as the model's reference does, or cut them into tiles.")
  var fitting: Choice?

  enum Choice: String, EnumerableFlag {
    case crop
    case tile
  }

  /// The choice, or nil for what the model's family does best.
  var pictureFitting: PictureFitting? {
    switch fitting {
    case .crop: .crop
    case .tile: .tile
    case nil: nil
    }
  }
}
