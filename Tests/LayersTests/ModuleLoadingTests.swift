import Layers
import Tensors
import TestSupport
import Testing

@Suite("Loading modules")
struct ModuleLoadingTests {
  private let folder: TemporaryFolder
  private let model: SampleModel

  init() throws {
    folder = try TemporaryFolder()
    var (drawn, generator) = (SampleModel(), SeededGenerator(seed: 21))
    drawn.drawParameters(using: &generator)
    model = drawn
  }

  /// The model's checkpoint after some of its tensors are changed, taken away (nil) or added.
  private func checkpoint(changing changes: [String: Tensor?] = [:]) throws -> Checkpoint {
    var tensors = Dictionary(uniqueKeysWithValues: model.parameters().map { ($0.name, $0.value) })
    for (name, value) in changes { tensors[name] = value }
    var writer = SafetensorsWriter()
    for (name, value) in tensors { writer.add(name, value) }
    let path = folder.file("model.safetensors")
    try writer.write(to: path)
    return try Checkpoint(path: path)
  }

  private func error(loading checkpoint: Checkpoint) -> CheckpointError? {
    #expect(throws: CheckpointError.self) {
      var fresh = SampleModel()
      try fresh.load(from: checkpoint)
    }
  }

  @Test("what was written is loaded, and computes the same")
  func roundTrip() throws {
    var loaded = SampleModel()
    try loaded.load(from: checkpoint())
    #expect(loaded.parameters().map(\.value) == model.parameters().map(\.value))
    #expect(loaded([1, 6, 0]) == model([1, 6, 0]))
  }

  @Test("everything that is missing, unexpected or misshapen is reported at once, by name")
  func mismatches() throws {
    let broken = try checkpoint(changing: [
      "embedding": Tensor?.none, "blocks.1.ln.bias": Tensor?.none,
      "blocks.0.ln.weight": Tensor(shape: [5]), "head.weight": Tensor(shape: [4, 3]),
      "decoder.weight": Tensor(shape: [1]), "head.bias": Tensor(shape: [3]),
    ])
    guard
      case .doesNotFit(let path, let missing, let unexpected, let misshapen) = error(
        loading: broken)
    else {
      Issue.record("another error")
      return
    }
    #expect(path == broken.path)
    #expect(missing == ["embedding", "blocks.1.ln.bias"])
    #expect(unexpected == ["decoder.weight", "head.bias"])
    #expect(misshapen.map(\.name) == ["blocks.0.ln.weight", "head.weight"])
    #expect(misshapen.map(\.found) == [[5], [4, 3]])
    #expect(misshapen.map(\.expected) == [[4], [3, 4]])
    let text = "\(error(loading: broken).map { "\($0)" } ?? "")"
    for name in missing + unexpected + misshapen.map(\.name) { #expect(text.contains(name)) }
  }

  @Test("a model that could not be loaded keeps the values it had")
  func failureChangesNothing() throws {
    var kept = model
    let broken = try checkpoint(changing: ["embedding": Tensor(shape: [2])])
    #expect(throws: CheckpointError.self) { try kept.load(from: broken) }
    #expect(kept.parameters().map(\.value) == model.parameters().map(\.value))
    var poisoned = model
    let nan = try checkpoint(changing: ["embedding": Tensor(shape: [7, 4], repeating: .nan)])
    #expect(throws: CheckpointError.notFinite(path: nan.path, name: "embedding")) {
      try poisoned.load(from: nan)
    }
    #expect(poisoned.parameters().map(\.value) == model.parameters().map(\.value))
  }

  @Test("a part gets values while the names and shapes of all are checked")
  func partial() throws {
    var part = SampleModel()
    try part.load(from: checkpoint(), only: { $0.hasPrefix("blocks.0.") })
    #expect(part.parameters().map(\.name).allSatisfy { $0.hasPrefix("blocks.0.") })
    #expect(part.parameters().count == 6)
    let broken = try checkpoint(changing: ["head.weight": Tensor(shape: [4, 3])])
    #expect(throws: CheckpointError.self) {
      try part.load(from: broken, only: { $0.hasPrefix("blocks.0.") })
    }
  }

  @Test("tensors that are known to be of no use may be there")
  func ignored() throws {
    let extra = try checkpoint(changing: ["blocks.0.mask": Tensor(shape: [2])])
    var loaded = SampleModel()
    #expect(throws: CheckpointError.self) { try loaded.load(from: extra) }
    try loaded.load(from: extra, ignoring: ["blocks.0.mask"])
    #expect(loaded.parameters().count == 14)
  }

  @Test("loaded weights share the file's memory until one is changed")
  func mappedWeights() throws {
    var loaded = SampleModel()
    let checkpoint = try checkpoint()
    try loaded.load(from: checkpoint)
    var weight = loaded.embedding.value
    weight.withUnsafeMutableElements { $0.update(repeating: 0) }
    #expect(try checkpoint.tensor("embedding") == model.embedding.value)
    #expect(loaded.embedding.value == model.embedding.value)
  }
}
