extension Tensor {
  /// Adds `scale * row` to every row of a matrix, in parallel over fixed blocks.
  package mutating func addToEachRow(_ row: [Float], scale: Float) {
    precondition(
      shape.count == 2 && shape[1] == row.count, "a row of \(row.count) for shape \(shape)")
    guard scale != 0, row.contains(where: { $0 != 0 }) else { return }
    let count = shape[0]
    elements.withUnsafeMutableBufferPointer { elements in
      // Safe: each block writes its own rows.
      nonisolated(unsafe) let elements = elements
      Parallel.forEachBlock(of: MatrixProduct.blockRows, count: count) { block in
        for start in stride(
          from: block.lowerBound * row.count, to: block.upperBound * row.count, by: row.count)
        {
          let target = UnsafeMutableBufferPointer(rebasing: elements[start..<start + row.count])
          for column in row.indices { target[column] += scale * row[column] }
        }
      }
    }
  }

  /// Every element multiplied by `factor`.
  package func scaled(by factor: Float) -> Tensor {
    let product = [Float](unsafeUninitializedCapacity: count) { product, initialized in
      for index in elements.indices { product[index] = elements[index] * factor }
      initialized = count
    }
    return Tensor(shape: shape, elements: product)
  }
}
