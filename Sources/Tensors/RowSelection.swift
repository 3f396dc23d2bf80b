extension Tensor {
  /// The rows at `indices` of a matrix, in that order: `[indices, columns]`.
  package func rows(_ indices: [Int]) -> Tensor {
    precondition(shape.count == 2, "rows of shape \(shape)")
    let columns = shape[1]
    var selected: [Float] = []
    selected.reserveCapacity(indices.count * columns)
    for index in indices { selected += elements[index * columns..<(index + 1) * columns] }
    return Tensor(shape: [indices.count, columns], elements: selected)
  }
}

extension SeededGenerator {
  /// `count` different numbers of `0..<bound` in rising order, every subset equally likely
  /// (selection sampling: Knuth, The Art of Computer Programming, volume 2, algorithm S).
  package mutating func sortedSample(of count: Int, below bound: Int) -> [Int] {
    precondition(count >= 0 && count <= bound, "\(count) different numbers below \(bound)")
    var sample: [Int] = []
    sample.reserveCapacity(count)
    for candidate in 0..<bound where index(below: bound - candidate) < count - sample.count {
      sample.append(candidate)
    }
    return sample
  }
}
