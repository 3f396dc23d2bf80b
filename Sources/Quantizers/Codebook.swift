import CKernels
public import Tensors
import Threads

/// A table of code vectors and the search for the nearest one.
public struct Codebook: Sendable, Equatable {
  /// `[size, dimension]`, one row a code.
  public let vectors: Tensor
  /// What makes a code the nearest.
  public let distance: CodeDistance
  /// The same vectors arranged for the search.
  private let packed: PackedMatrix
  /// Half of each row's squared length, `[size]`.
  private let halfSquaredNorms: [Float]
  /// What is subtracted from each row's product with a vector before the largest is taken, `[size]`.
  private let searchOffsets: [Float]

  /// Wraps `[size, dimension]` code vectors.
  public init(vectors: Tensor, distance: CodeDistance = .euclidean) {
    precondition(
      vectors.shape.count == 2 && vectors.shape[0] > 0 && vectors.shape[1] > 0,
      "a codebook of shape \(vectors.shape)")
    self.vectors = vectors.detached()
    packed = PackedMatrix(searchedRows: vectors)
    self.distance = distance
    let dimension = vectors.shape[1]
    let halfSquaredNorms = vectors.withUnsafeElements { elements in
      stride(from: 0, to: elements.count, by: dimension).map { row in
        tessera_sum_of_squares(elements.baseAddress.map { $0 + row }, dimension) / 2
      }
    }
    self.halfSquaredNorms = halfSquaredNorms
    searchOffsets =
      switch distance {
      case .euclidean: halfSquaredNorms
      case .cosine: Array(repeating: 0, count: halfSquaredNorms.count)
      }
  }

  /// Whether two codebooks have the same vectors and distance.
  public static func == (one: Codebook, other: Codebook) -> Bool {
    one.distance == other.distance && one.vectors == other.vectors
  }

  /// How many codes there are.
  public var size: Int { vectors.shape[0] }
  /// Components of a code vector.
  public var dimension: Int { vectors.shape[1] }

  /// Finds for each of `rows` vectors the nearest code, the lowest on ties.
  ///
  /// The c at the least Euclidean distance from v maximises v·c − |c|²/2, so the search is one matrix
  /// product of which only each row's maximum is kept; by cosine it is the same without |c|²/2.
  ///
  /// - Parameters:
  ///   - vectors: `[rows, dimension]`
  ///   - rows: how many vectors there are.
  ///   - codes: receives `[rows]`
  ///   - affinities: receives what the code found maximises, `[rows]`
  package func nearest(
    to vectors: UnsafeBufferPointer<Float>, rows: Int,
    codes: UnsafeMutableBufferPointer<Int32>, affinities: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      vectors.count == rows * dimension && codes.count == rows && affinities.count == rows,
      "no room for \(rows) rows' codes")
    guard let vectors = vectors.baseAddress, let codes = codes.baseAddress,
      let affinities = affinities.baseAddress
    else { return }
    searchOffsets.withUnsafeBufferPointer { offsets in
      packed.nearest(to: vectors, rows: rows, offsets: offsets, columns: codes, values: affinities)
    }
  }

  /// The nearest code of each of some vectors and how near it is.
  public struct Assignment: Sendable, Equatable {
    /// The code of each vector, `[rows]`.
    public let codes: [Int32]
    /// Squared Euclidean distance to the code, `[rows]`.
    public let squaredDistances: [Float]
  }

  /// Assigns each row of `[rows, dimension]` to its nearest code, in parallel over fixed blocks.
  public func assign(_ vectors: Tensor) -> Assignment {
    precondition(
      vectors.shape.count == 2 && vectors.shape[1] == dimension,
      "vectors of shape \(vectors.shape) for a codebook of dimension \(dimension)")
    let rows = vectors.shape[0]
    var codes = [Int32](repeating: 0, count: rows)
    var distances = [Float](repeating: 0, count: rows)
    vectors.withUnsafeElements { vectors in
      codes.withUnsafeMutableBufferPointer { codes in
        distances.withUnsafeMutableBufferPointer { distances in
          // Safe: each block reads its own rows and writes its own codes and distances.
          nonisolated(unsafe) let (vectors, codes, distances) = (vectors, codes, distances)
          Parallel.forEachBlock(of: MatrixProduct.blockRows, count: rows) { block in
            assign(
              UnsafeBufferPointer(
                rebasing: vectors[block.lowerBound * dimension..<block.upperBound * dimension]),
              codes: UnsafeMutableBufferPointer(rebasing: codes[block]),
              squaredDistances: UnsafeMutableBufferPointer(rebasing: distances[block]))
          }
        }
      }
    }
    return Assignment(codes: codes, squaredDistances: distances)
  }

  private func assign(
    _ block: UnsafeBufferPointer<Float>, codes: UnsafeMutableBufferPointer<Int32>,
    squaredDistances: UnsafeMutableBufferPointer<Float>
  ) {
    nearest(to: block, rows: codes.count, codes: codes, affinities: squaredDistances)
    for row in codes.indices {
      let code = Int(codes[row])
      let unsearched = halfSquaredNorms[code] - searchOffsets[code]
      let squaredNorm = tessera_sum_of_squares(
        block.baseAddress.map { $0 + row * dimension }, dimension)
      squaredDistances[row] = max(0, squaredNorm - 2 * squaredDistances[row] + 2 * unsearched)
    }
  }
}
