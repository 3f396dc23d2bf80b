import CKernels

/// What follows a matrix product in the same pass: activation(product + bias) + residual.
struct ProductEnding {
  var bias: Tensor?
  var activation: Activation?
  var residual: Tensor?

  /// The residual must lie as the result does.
  func check(shape: [Int]) {
    precondition(
      residual.map { $0.shape == shape } ?? true,
      "a residual of \(residual?.shape ?? []) for a result of \(shape)")
  }

  /// The part of the ending that belongs to a part of the result: its first column among the
  /// bias's, and its first element among the residual's.
  func at(column: Int, element: Int) -> PlacedEnding {
    PlacedEnding(ending: self, column: column, element: element)
  }
}

/// An ending for a part of a result.
struct PlacedEnding {
  let ending: ProductEnding
  let column: Int
  let element: Int
}

extension PlacedEnding {
  /// Lends the ending to a kernel.
  func withUnsafeFinish(_ body: (tessera_finish) -> Void) {
    func lend(_ tensor: Tensor?, from element: Int, _ body: (UnsafePointer<Float>?) -> Void) {
      guard let tensor else { return body(nil) }
      tensor.withUnsafeElements { body($0.baseAddress.map { $0 + element }) }
    }
    lend(ending.bias, from: column) { bias in
      lend(ending.residual, from: element) { residual in
        body(
          tessera_finish(
            bias: bias, activation: ending.activation?.kernel, residual: residual))
      }
    }
  }
}
