import Layers
import Tensors
import Tokenizers

extension GoldenCase {
  /// Whether the case's folder is a model of this family, told as when a model is opened.
  ///
  /// - Throws: what opening it throws, where the configuration is one of these families'.
  func isModel(of family: ModelFamily) throws -> Bool {
    guard hasWeights else {
      guard !hasModelConfiguration else {
        throw ModelError.notAModel(path: path, missing: "model.safetensors")
      }
      return false
    }
    do {
      return try ModelFolder(path: path).family == family
    } catch ModelError.unknownFamily {
      return false
    } catch ModelError.badConfiguration where !hasModelConfiguration {
      return false
    }
  }

  private var hasModelConfiguration: Bool {
    configuration(as: TiTokConfiguration.self) != nil
      || configuration(as: VQGANConfiguration.self) != nil
  }

  /// Pictures of a case, `[batch, 3, height, width]`, as models take them:
  /// `[batch, height, width, 3]`.
  ///
  /// - Parameters:
  ///   - name: the tensor.
  ///   - sideMultiple: what both sides must be a multiple of.
  ///   - side: what both sides must be, if something.
  /// - Returns: `[batch, height, width, 3]`
  /// - Throws: `CheckpointError.missingTensor`, `.wrongShape` or `.notFinite`.
  func pictures(_ name: String, sideMultiple: Int = 1, side: Int? = nil) throws -> Tensor {
    guard let shape = tensors.entry(name)?.shape else {
      throw CheckpointError.missingTensor(path: tensors.path, name: name)
    }
    let least = [1, 3, side ?? sideMultiple, side ?? sideMultiple]
    let isWhole =
      shape.count == 4 && shape[0] > 0 && shape[1] == 3
      && shape[2...].allSatisfy { $0 > 0 && $0 % sideMultiple == 0 && $0 == side ?? $0 }
    return try tensors.tensor(name, shape: isWhole ? shape : least).permuted([0, 2, 3, 1])
  }

  /// The elements of a tensor of floats, or nil where there is none of that name.
  ///
  /// - Throws: `CheckpointError`.
  func floatsIfPresent(_ name: String) throws -> [Float]? {
    tensors.entry(name) == nil ? nil : try tensors.tensor(name).elements
  }
}

extension Tensor {
  /// `[batch, height, width, channels]` as the reference has it, `[batch, channels, height, width]`.
  var channelsFirst: Tensor { permuted([0, 3, 1, 2]) }
}
