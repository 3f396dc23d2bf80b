public import Tensors

/// A dead code and the row of the batch that takes its place.
public struct CodeReplacement: Hashable, Sendable {
  /// The code.
  public let code: Int
  /// The row among those that its codebook saw.
  public let row: Int

  /// Puts a row in a code's place.
  public init(code: Int, row: Int) {
    self.code = code
    self.row = row
  }

  /// Draws rows for dead codes, no row twice; where there are fewer rows than dead codes, some of
  /// the codes.
  public static func drawn(
    for dead: [Int], rowCount: Int, using generator: inout SeededGenerator
  ) -> [CodeReplacement] {
    let count = min(dead.count, rowCount)
    let codes = generator.sortedSample(of: count, below: dead.count).map { dead[$0] }
    let rows = generator.sortedSample(of: count, below: rowCount)
    return zip(codes, rows).map(CodeReplacement.init)
  }
}
