extension Tensor {
  /// Adds `scale * row` to every row of a matrix.
  package mutating func addToEachRow(_ row: [Float], scale: Float) {
    precondition(
      shape.count == 2 && shape[1] == row.count, "a row of \(row.count) for shape \(shape)")
    guard scale != 0, row.contains(where: { $0 != 0 }) else { return }
    elements.withUnsafeMutableBufferPointer { elements in
      row.withUnsafeBufferPointer { row in
        for start in stride(from: 0, to: elements.count, by: row.count) {
          for column in 0..<row.count { elements[start + column] += scale * row[column] }
        }
      }
    }
  }

  /// Every element multiplied by `factor`.
  package func scaled(by factor: Float) -> Tensor {
    Tensor(shape: shape, elements: elements.map { $0 * factor })
  }
}
