import TestSupport

/// Every operation on tensors, with its derivative: what is checked against central differences.
///
/// g is the result's gradient, y the result, x the first operand.
enum OperationTable {
  /// Names as in the sources, and how gradients flow back.
  static let derivatives: [String: String] = [
    "+": "g to both, summed where an operand was repeated",
    "-": "g and −g, summed where an operand was repeated",
    "*": "g · other and g · x, summed where an operand was repeated",
    "/": "g / other and −g · y / other, summed where an operand was repeated",
    "scaled": "factor · g",
    "maximum": "g to the larger element, to x's where they are equal",
    "clamped": "g within the range, 0 beyond",
    "broadcast": "g summed over the repeated axes",
    "summed": "g repeated along the axes",
    "sum": "g everywhere",
    "mean": "g / count everywhere",
    "activated": "g · f′(x)",
    "mapped": "g · f′(x)",
    "snake": "g · (1 + sin 2αx); for α the same function's derivative by α, summed over positions",
    "reshaped": "g reshaped back",
    "permuted": "g with its axes put back",
    "transposed": "gᵀ",
    "sliced": "g with zeros around it",
    "padded": "g without the border; what continues the axis adds up at its source",
    "zeroBordered": "g without the border",
    "concatenated": "the parts of g",
    "gathered": "g added at the places that were read",
    "scattered": "g at the places that were written",
    "rows": "g added to the rows that were read",
    "softmax": "y ∘ (g − Σ g · y)",
    "linear": "g · W, gᵀ · x, Σ g, and g for the residual",
    "multiplied": "g · otherᵀ and xᵀ · g",
    "layerNormalized": "(gw − mean gw − ŷ · mean(gw · ŷ)) / deviation; Σ g · ŷ and Σ g",
    "rootMeanSquareNormalized": "(gw − ŷ · mean(gw · ŷ)) / root mean square; Σ g · ŷ",
    "lengthNormalized": "(g − y · Σ g · y) / |x|, g / ε below ε",
    "groupNormalized": "as layerNormalized over a group's positions and channels",
    "convolved": "a transposed convolution of g; products of g and x tap by tap; Σ g",
    "transposeConvolved": "a convolution of g; products of x and g tap by tap; Σ g",
    "attended": "dV = Pᵀg, dS = P ∘ (gVᵀ − Σ P ∘ gVᵀ) / √d, dQ = dS · K, dK = dSᵀ · Q",
    "selfAttended": "as attended, side by side",
    "upsampledNearest": "g summed over each element's copies",
    "averagePooled": "g spread evenly over each window",
    "pixelShuffled": "g unshuffled",
    "pixelUnshuffled": "g shuffled",
    "interpolated": "g by the transposed weights",
    "interpolatedPositions": "g by the transposed weights",
    "straightThrough": "g to x, nothing to the replacement",
    "detached": "nothing",
    "traced": "where gradients end: nothing to what it was made from",
  ]

  /// The cases of every family.
  static let cases: [OperationCase] =
    ArithmeticTests.cases + ElementFunctionTests.cases + ReductionTests.cases
    + ReshapingTests.cases + ProductTests.cases + NormalizationTests.cases + ConvolutionTests.cases
    + AttentionTests.cases + ResamplingTests.cases + StraightThroughTests.cases
}
