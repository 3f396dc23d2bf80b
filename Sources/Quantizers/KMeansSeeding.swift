import CKernels
import Tensors

/// First centroids by k-means++: each next one is drawn with a probability in proportion to its
/// squared distance from those already chosen (Arthur and Vassilvitskii, 2007).
enum KMeansSeeding {
  /// Chooses `count` rows of `[rows, dimension]`, at least `count` rows, as `[count, dimension]`.
  static func centroids(
    count: Int, from vectors: Tensor, using generator: inout SeededGenerator
  ) -> Tensor {
    let (rows, dimension) = (vectors.shape[0], vectors.shape[1])
    var distances = [Float](repeating: .infinity, count: rows)
    var chosen = [generator.index(below: rows)]
    while chosen.count < count {
      lower(&distances, of: vectors, towards: chosen[chosen.count - 1])
      chosen.append(draw(inProportionTo: distances, using: &generator))
    }
    precondition(dimension > 0 && chosen.count == count, "seeding needs vectors")
    return vectors.rows(chosen)
  }

  private static func lower(
    _ distances: inout [Float], of vectors: Tensor, towards chosen: Int
  ) {
    let dimension = vectors.shape[1]
    vectors.elements.withUnsafeBufferPointer { vectors in
      distances.withUnsafeMutableBufferPointer { distances in
        // Safe: each block writes its own distances.
        nonisolated(unsafe) let (vectors, distances) = (vectors, distances)
        Parallel.forEachBlock(of: 4096, count: distances.count) { block in
          tessera_lower_distances(
            vectors.baseAddress.map { $0 + block.lowerBound * dimension },
            vectors.baseAddress.map { $0 + chosen * dimension }, block.count, dimension,
            distances.baseAddress.map { $0 + block.lowerBound })
        }
      }
    }
  }

  private static func draw(
    inProportionTo weights: [Float], using generator: inout SeededGenerator
  ) -> Int {
    let total = weights.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else { return generator.index(below: weights.count) }
    var remaining = generator.unitInterval() * total
    for (index, weight) in weights.enumerated() {
      remaining -= Double(weight)
      if remaining < 0, weight > 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }
}
