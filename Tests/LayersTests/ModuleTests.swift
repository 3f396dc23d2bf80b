import Layers
import Tensors
import TestSupport
import Testing

@Suite("Modules and their parameters")
struct ModuleTests {
  @Test("parameters are visited under the checkpoint's names, in the order of use")
  func names() {
    #expect(
      SampleModel().parameterShapes().map(\.name) == [
        "embedding", "blocks.0.ln.weight", "blocks.0.ln.bias", "blocks.0.attn.in_proj_weight",
        "blocks.0.attn.in_proj_bias", "blocks.0.attn.out_proj.weight",
        "blocks.0.attn.out_proj.bias", "blocks.1.ln.weight", "blocks.1.ln.bias",
        "blocks.1.attn.in_proj_weight", "blocks.1.attn.in_proj_bias",
        "blocks.1.attn.out_proj.weight", "blocks.1.attn.out_proj.bias", "head.weight",
      ])
    #expect(
      SampleModel(hasHead: false).parameterShapes().last?.name == "blocks.1.attn.out_proj.bias")
  }

  @Test("every layer's parameters have PyTorch's shapes, and are counted")
  func shapes() {
    let convolution = Convolution(
      inputs: 6, outputs: 4, kernel: [3, 5], geometry: ConvolutionGeometry(rank: 2, groups: 2))
    #expect(convolution.parameterShapes().map(\.shape) == [[4, 3, 3, 5], [4]])
    #expect(convolution.parameterCount == 184)
    #expect(Linear(inputs: 3, outputs: 5).parameterShapes().map(\.shape) == [[5, 3], [5]])
    #expect(Linear(inputs: 3, outputs: 5, hasBias: false).parameterCount == 15)
    #expect(GroupNorm(channels: 8, groups: 4).parameterCount == 16)
    #expect(RMSNorm(width: 7).parameterCount == 7)
    #expect(LayerNorm(width: 7, hasBias: false).parameterCount == 7)
    #expect(SelfAttention(width: 4, headCount: 2).parameterCount == 4 * 12 + 12 + 16 + 4)
  }

  @Test("drawn parameters depend on the seed alone")
  func drawing() {
    func drawn(_ seed: UInt64) -> [Tensor] {
      var (model, generator) = (SampleModel(), SeededGenerator(seed: seed))
      model.drawParameters(using: &generator)
      return model.parameters().map(\.value)
    }
    #expect(drawn(1) == drawn(1))
    #expect(drawn(1) != drawn(2))
  }

  @Test("drawing goes on where the generator was, and leaves it further on")
  func generatorState() {
    var (one, other, generator) = (
      Linear(inputs: 3, outputs: 2), Linear(inputs: 3, outputs: 2), SeededGenerator(seed: 4)
    )
    one.drawParameters(using: &generator)
    other.drawParameters(using: &generator)
    #expect(one.weight.value != other.weight.value)
  }

  @Test("drawn values lie where their distribution says")
  func distributions() {
    var generator = SeededGenerator(seed: 9)
    let even = InitialValues.spread(overInputs: 4).tensor([1000], using: &generator).elements
    #expect(even.allSatisfy { $0 >= -0.5 && $0 < 0.5 })
    #expect(even.contains { $0 > 0.45 } && even.contains { $0 < -0.45 })
    let normal = InitialValues.normal(deviation: 2).tensor([10_000], using: &generator)
    let deviation = (normal * normal).mean().elements[0].squareRoot()
    #expect(abs(deviation - 2) < 0.05)
    #expect(InitialValues.constant(3).tensor([2], using: &generator).elements == [3, 3])
    let single = InitialValues.uniform(bound: 0).tensor([5], using: &generator)
    #expect(single.elements.allSatisfy { abs($0) < 1e-30 })
  }

  @Test("a module without values says so, and its parameters are not listed")
  func unset() {
    let layer = Linear(inputs: 2, outputs: 2)
    #expect(!layer.weight.isSet)
    #expect(layer.parameters().isEmpty)
  }

  @Test("changing parameters of a copy leaves the model as it was")
  func mapping() {
    var (model, generator) = (SampleModel(), SeededGenerator(seed: 1))
    model.drawParameters(using: &generator)
    let doubled = model.mapParameters { name, value in
      name == "embedding" ? value.scaled(by: 2) : value
    }
    #expect(doubled.embedding.value == model.embedding.value.scaled(by: 2))
    #expect(doubled.head?.weight.value == model.head?.weight.value)
    #expect(!model.embedding.value.isTraced)
    #expect(model.traced().parameters().allSatisfy { $0.value.isTraced })
  }

  @Test("layers refuse shapes that do not divide")
  func preconditions() async {
    await #expect(processExitsWith: .failure) { _ = SelfAttention(width: 5, headCount: 2) }
    await #expect(processExitsWith: .failure) { _ = GroupNorm(channels: 6, groups: 4) }
  }
}

/// An embedding, two attention blocks and a head.
struct SampleModel: Module {
  struct Block: Module {
    var norm: LayerNorm
    var attention: SelfAttention

    mutating func visitParameters(_ visitor: ParameterVisitor) throws {
      try visitor("ln", &norm)
      try visitor("attn", &attention)
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
      attention(norm(input), adding: input)
    }
  }

  var embedding = Parameter([7, 4], startingWith: .normal(deviation: 1))
  var blocks = (0..<2).map { _ in
    Block(norm: LayerNorm(width: 4), attention: SelfAttention(width: 4, headCount: 2))
  }
  var head: Linear?

  init(hasHead: Bool = true) {
    head = hasHead ? Linear(inputs: 4, outputs: 3, hasBias: false) : nil
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("embedding", &embedding)
    try visitor("blocks", &blocks)
    try visitor("head", &head)
  }

  func callAsFunction(_ codes: [Int]) -> Tensor {
    var hidden = embedding.value.rows(codes).reshaped([1, codes.count, 4])
    for block in blocks { hidden = block(hidden) }
    return head?(hidden) ?? hidden
  }
}
