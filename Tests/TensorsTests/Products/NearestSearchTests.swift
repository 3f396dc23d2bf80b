import Tensors
import TestSupport
import Testing

@Suite("Searches for the largest product")
struct NearestSearchTests {
  /// By how much a product must exceed the others for rounding not to matter.
  private static let margin = 1e-4

  @Test("the column is that of the definition where no other is about as good")
  func definition() {
    var clear = 0
    for size in NearestSearch.sizes {
      let search = NearestSearch(ofNoise: size)
      let (found, expected) = (search.found(), search.expected())
      let closeness = Closeness(found.values, expected.values)
      #expect(closeness.largestDifference <= size.tolerance, "\(size): \(closeness)")
      for (row, scores) in search.scores().enumerated() {
        let best = scores[Int(expected.columns[row])]
        guard scores.filter({ best - $0 < Self.margin }).count == 1 else { continue }
        clear += 1
        #expect(found.columns[row] == expected.columns[row], "\(size), row \(row)")
      }
    }
    #expect(clear > 9000)
  }

  @Test("ties go to the lowest column, and sums of integers are exact")
  func integers() {
    for size in NearestSearch.sizes {
      let search = NearestSearch(ofSmallIntegers: size)
      #expect(search.found() == search.expected(), "\(size)")
    }
  }

  /// Places at both ends of vectors, panels and the table.
  private static let places = [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 287, 288]

  @Test("the first of two equal columns is found, wherever they stand", arguments: places, places)
  private func pair(first: Int, second: Int) {
    let table = Tensor(
      shape: [289, 2],
      elements: (0..<289).flatMap { $0 == first || $0 == second ? [3, 1] : [1, -1] as [Float] })
    let search = NearestSearch(
      table: table, offsets: Array(repeating: 0.5, count: 289),
      vectors: Tensor(shape: [1, 2], elements: [2, 5]))
    #expect(search.found() == .init(columns: [Int32(min(first, second))], values: [10.5]))
  }

  @Test("a table of one vector over and over gives its first", arguments: [1, 2, 31, 32, 33, 289])
  func repeated(size: Int) {
    let search = NearestSearch(
      table: Tensor(shape: [size, 3], repeating: 0.3),
      offsets: Array(repeating: 0, count: size), vectors: noise([29, 3])[0])
    #expect(search.found().columns == Array(repeating: 0, count: 29))
  }

  @Test("the columns that pad a panel are never found, however small products are")
  func padding() {
    let search = NearestSearch(
      table: Tensor(shape: [33, 1], repeating: 1e30), offsets: Array(repeating: 0, count: 33),
      vectors: Tensor(shape: [1, 1], elements: [-1]))
    #expect(search.found() == .init(columns: [0], values: [-1e30]))
  }

  @Test("vectors without a product to compare get the first column")
  func notNumbers() {
    let search = NearestSearch(
      table: noise([40, 2])[0], offsets: Array(repeating: 0, count: 40),
      vectors: Tensor(shape: [2, 2], repeating: .nan))
    #expect(
      search.found()
        == .init(columns: [0, 0], values: [-.infinity, -.infinity]))
  }

  @Test(
    "rows give the same bits alone, in parts and together",
    arguments: [ProductSize(289, 33, 63), ProductSize(330, 600, 40), ProductSize(700, 2, 17)])
  func blocks(size: ProductSize) {
    let search = NearestSearch(ofNoise: size)
    let together = search.found()
    for length in [1, 13, 14, 15, 320] {
      var parts = NearestSearch.Found(columns: [], values: [])
      for start in stride(from: 0, to: size.rows, by: length) {
        let part = search.found(rows: start..<min(start + length, size.rows))
        parts.columns += part.columns
        parts.values += part.values
      }
      #expect(parts == together, "\(length) rows at a time")
    }
  }
}
