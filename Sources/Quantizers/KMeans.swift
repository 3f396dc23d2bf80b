import CKernels
public import Tensors
import Threads

/// Learns a codebook by k-means: Lloyd's iteration with assignments by matrix product, seeding by
/// sample, several restarts and replacement of dead centroids.
///
/// Seeds are plain samples: k-means++ prefers outliers, and on the heavy tails of residuals that
/// cost 0.3 dB of SI-SDR and 0.2 dB of PSNR at 8 stages.
///
/// The result is a function of the vectors and the seed, whatever the number of threads.
public struct KMeans: Sendable {
  /// How many centroids to learn.
  public let centroidCount: Int
  /// Lloyd iterations over all vectors, at most.
  public let iterationLimit: Int
  /// Seedings tried on a sample; the one of least error goes on.
  public let restartCount: Int
  /// Lloyd iterations of each restart on its sample.
  private static let restartIterations = 3
  /// Vectors per centroid in a restart's sample.
  private static let sampledPerCentroid = 16
  /// An iteration that lowers the error by less than this fraction is the last.
  private static let leastImprovement = 5e-5

  /// Sets what to learn.
  public init(centroidCount: Int, iterationLimit: Int = 20, restartCount: Int = 3) {
    precondition(centroidCount > 0 && iterationLimit > 0 && restartCount > 0, "nothing to learn")
    self.centroidCount = centroidCount
    self.iterationLimit = iterationLimit
    self.restartCount = restartCount
  }

  /// Learns a codebook of ``centroidCount`` vectors from `[rows, dimension]`.
  ///
  /// - Parameters:
  ///   - vectors: finite; at least as many rows as centroids.
  ///   - generator: the only source of chance.
  ///   - progress: called with the fraction done.
  /// - Returns: the codebook.
  /// - Throws: `QuantizerError.tooFewVectors`.
  public func fit(
    _ vectors: Tensor, using generator: inout SeededGenerator,
    progress: (Double) -> Void = { _ in }
  ) throws -> Codebook {
    guard vectors.shape[0] >= centroidCount else {
      throw QuantizerError.tooFewVectors(found: vectors.shape[0], needed: centroidCount)
    }
    let steps = Double(restartCount + iterationLimit)
    var best: (codebook: Codebook, error: Double)?
    for restart in 0..<restartCount {
      let candidate = seeded(from: vectors, using: &generator)
      if candidate.error < best?.error ?? .infinity { best = candidate }
      progress(Double(restart + 1) / steps)
    }
    guard var (codebook, _) = best else {
      throw QuantizerError.tooFewVectors(found: vectors.shape[0], needed: centroidCount)
    }
    var lastError = Double.infinity
    for iteration in 0..<iterationLimit {
      let (next, error) = improved(codebook, on: vectors)
      codebook = next
      progress(Double(restartCount + iteration + 1) / steps)
      if lastError - error < Self.leastImprovement * lastError { break }
      lastError = error
    }
    return codebook
  }

  private func seeded(
    from vectors: Tensor, using generator: inout SeededGenerator
  ) -> (codebook: Codebook, error: Double) {
    let rows = vectors.shape[0]
    let sampleSize = min(rows, centroidCount * Self.sampledPerCentroid)
    let sample = vectors.rows(generator.sortedSample(of: sampleSize, below: rows))
    let seeds = generator.sortedSample(of: centroidCount, below: sampleSize)
    var codebook = Codebook(vectors: sample.rows(seeds))
    for _ in 0..<Self.restartIterations { codebook = improved(codebook, on: sample).codebook }
    return (codebook, meanError(codebook.assign(sample)))
  }

  /// One Lloyd iteration: every centroid moves to the mean of the vectors nearest to it.
  ///
  /// - Returns: the moved codebook, and the mean squared error of the codebook given.
  package func improved(_ codebook: Codebook, on vectors: Tensor) -> (
    codebook: Codebook, error: Double
  ) {
    let assignment = codebook.assign(vectors)
    let members = ClusterMembers(codes: assignment.codes, clusterCount: codebook.size)
    let dead = (0..<codebook.size).filter { members.range(of: $0).isEmpty }
    let strays = farthest(dead.count, assignment)
    let replacement = Dictionary(uniqueKeysWithValues: zip(dead, strays))
    let rows = Parallel.map(count: codebook.size) { cluster -> [Float] in
      if let stray = replacement[cluster] { return vectors.rows([stray]).elements }
      return members.mean(of: cluster, in: vectors) ?? codebook.vectors.rows([cluster]).elements
    }
    let moved = Tensor(shape: codebook.vectors.shape, elements: rows.flatMap(\.self))
    return (Codebook(vectors: moved), meanError(assignment))
  }

  /// The rows that are worst served, each of which becomes the new place of a dead centroid.
  private func farthest(_ count: Int, _ assignment: Codebook.Assignment) -> [Int] {
    guard count > 0 else { return [] }
    let distances = assignment.squaredDistances
    return Array(
      distances.indices.sorted { (distances[$1], $0) < (distances[$0], $1) }.prefix(count))
  }

  private func meanError(_ assignment: Codebook.Assignment) -> Double {
    assignment.squaredDistances.reduce(0.0) { $0 + Double($1) }
      / Double(max(assignment.squaredDistances.count, 1))
  }
}

/// Which rows belong to which cluster, grouped by a counting sort.
struct ClusterMembers: Sendable {
  private let starts: [Int]
  private let rows: [Int32]

  /// Groups rows by their code.
  init(codes: [Int32], clusterCount: Int) {
    var starts = [Int](repeating: 0, count: clusterCount + 1)
    for code in codes { starts[Int(code) + 1] += 1 }
    for cluster in 0..<clusterCount { starts[cluster + 1] += starts[cluster] }
    var next = starts
    var rows = [Int32](repeating: 0, count: codes.count)
    for (row, code) in codes.enumerated() {
      rows[next[Int(code)]] = Int32(row)
      next[Int(code)] += 1
    }
    self.starts = starts
    self.rows = rows
  }

  /// Where a cluster's rows stand in the grouped order.
  func range(of cluster: Int) -> Range<Int> { starts[cluster]..<starts[cluster + 1] }

  /// The mean of a cluster's vectors, or nil when it has none.
  func mean(of cluster: Int, in vectors: Tensor) -> [Float]? {
    let count = range(of: cluster).count
    guard count > 0 else { return nil }
    return sum(of: cluster, in: vectors).map { Float($0 / Double(count)) }
  }

  /// The sum of a cluster's vectors, in the order of their rows.
  func sum(of cluster: Int, in vectors: Tensor) -> [Double] {
    let members = rows[range(of: cluster)]
    let dimension = vectors.shape[1]
    var sums = [Double](repeating: 0, count: dimension)
    vectors.withUnsafeElements { elements in
      for row in members {
        tessera_add_to_double(
          &sums, elements.baseAddress.map { $0 + Int(row) * dimension }, dimension)
      }
    }
    return sums
  }
}
