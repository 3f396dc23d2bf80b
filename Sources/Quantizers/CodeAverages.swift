import Tensors
import Threads

/// One codebook's averages during an update.
struct CodeAverages {
  var vectors: Tensor
  var sums: Tensor
  var clusterSizes: [Float]

  mutating func follow(
    _ batch: Tensor, codes: [Int32], by averaging: CodebookAveraging, distance: CodeDistance
  ) {
    let members = ClusterMembers(codes: codes, clusterCount: clusterSizes.count)
    let pace = Float(1 - averaging.decay)
    let batchSums = Parallel.map(count: clusterSizes.count) { code in
      members.sum(of: code, in: batch).map(Float.init)
    }
    let old = sums.elements
    sums = Tensor(
      shape: sums.shape,
      elements: zip(old, batchSums.joined()).map { old, new in old + pace * (new - old) })
    for code in clusterSizes.indices {
      let count = Float(members.range(of: code).count)
      clusterSizes[code] += pace * (count - clusterSizes[code])
    }
    let averaged = averagedVectors(epsilon: averaging.epsilon)
    vectors = distance == .cosine ? averaged.lengthNormalized(epsilon: 1e-6) : averaged
  }

  /// Each code's sum by its smoothed number; codes that nothing has ever taken stay where they are.
  private func averagedVectors(epsilon: Double) -> Tensor {
    let total = clusterSizes.reduce(0.0) { $0 + Double($1) }
    let (old, sums) = (vectors.elements, sums.elements)
    let dimension = vectors.shape[1]
    let scale = total / (total + Double(clusterSizes.count) * epsilon)
    let elements = old.indices.map { place in
      let smoothed = (Double(clusterSizes[place / dimension]) + epsilon) * scale
      return smoothed > 0 ? Float(Double(sums[place]) / smoothed) : old[place]
    }
    return Tensor(shape: vectors.shape, elements: elements)
  }

  func dead(below least: Float) -> [Int] {
    clusterSizes.indices.filter { clusterSizes[$0] < least }
  }

  mutating func replace(
    _ replacements: [CodeReplacement], from batch: Tensor, clusterSize: Float
  ) {
    let dimension = vectors.shape[1]
    for replacement in replacements {
      let row = batch.rows([replacement.row]).elements
      clusterSizes[replacement.code] = clusterSize
      for column in 0..<dimension {
        let place = replacement.code * dimension + column
        vectors.withUnsafeMutableElements { $0[place] = row[column] }
        sums.withUnsafeMutableElements { $0[place] = row[column] * clusterSize }
      }
    }
  }
}
