import Synchronization

/// Counts the floating-point operations of matrix products and convolutions, for benchmarks.
package final class ProductCounter: Sendable {
  @TaskLocal static var current: ProductCounter?
  private let operations = Atomic(0)

  /// The operations of the products that `body` computes, a multiply-add being two.
  package static func operations(of body: () throws -> Void) rethrows -> Int {
    let counter = ProductCounter()
    try $current.withValue(counter, operation: body)
    return counter.operations.load(ordering: .relaxed)
  }

  /// Notes a product of `[rows, inner]` and `[inner, columns]`, `times` over.
  static func note(rows: Int, inner: Int, columns: Int, times: Int = 1) {
    current?.operations.add(2 * rows * inner * columns * times, ordering: .relaxed)
  }
}
