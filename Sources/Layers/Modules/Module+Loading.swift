import Tensors
import Threads

extension Module {
  /// Gives parameters the values that a checkpoint holds under their names.
  ///
  /// Names and shapes are checked for the whole model, whatever part of it is wanted; every tensor
  /// that is missing, has another shape or belongs to no parameter is reported, all in one error.
  /// Values are read when they are first used.
  ///
  /// - Parameters:
  ///   - checkpoint: the weights.
  ///   - isWanted: which parameters get values, by name.
  ///   - ignored: names of tensors that the checkpoint may hold besides.
  /// - Throws: `CheckpointError.doesNotFit`, `.notFinite`, or any error of reading a tensor.
  public mutating func load(
    from checkpoint: Checkpoint, only isWanted: (_ name: String) -> Bool = { _ in true },
    ignoring ignored: Set<String> = []
  ) throws {
    let shapes = parameterShapes()
    let known = Set(shapes.map(\.name))
    let missing = shapes.map(\.name).filter { checkpoint.entry($0) == nil }
    let unexpected = checkpoint.names.filter { !known.contains($0) && !ignored.contains($0) }
    let misshapen = shapes.compactMap { name, shape -> CheckpointError.Misshapen? in
      guard let found = checkpoint.entry(name)?.shape, found != shape else { return nil }
      return CheckpointError.Misshapen(name: name, found: found, expected: shape)
    }
    guard missing.isEmpty, unexpected.isEmpty, misshapen.isEmpty else {
      throw CheckpointError.doesNotFit(
        path: checkpoint.path, missing: missing, unexpected: unexpected, misshapen: misshapen)
    }
    let names = shapes.map(\.name).filter(isWanted)
    let values = Parallel.map(count: names.count) { index in
      Result {
        try checkpoint.tensor(names[index], shape: checkpoint.entry(names[index])?.shape ?? [])
      }
    }
    let loaded = Dictionary(
      uniqueKeysWithValues: try zip(names, values).map { ($0, try $1.get()) })
    try visitParameters(
      ParameterVisitor { name, parameter in
        if let value = loaded[name] { parameter.value = value }
      })
  }
}
