extension Tensor {
  /// The values of `replacement`, through which gradients flow as if nothing had been replaced
  /// (Bengio et al., arXiv:1308.3432): self + stop-gradient(replacement − self).
  public func straightThrough(to replacement: Tensor) -> Tensor {
    precondition(replacement.shape == shape, "\(replacement.shape) in the place of \(shape)")
    return replacement.detached().recorded(self) { [$0] }
  }
}
