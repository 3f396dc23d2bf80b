public import Tensors

/// Sees intermediate results of a model's pass by their names, to compare them with a reference.
public typealias StageObserver = (_ stage: String, _ value: Tensor) -> Void
