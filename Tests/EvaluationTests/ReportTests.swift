import Evaluation
import Testing

@Suite("Reports lay numbers out")
struct ReportTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (1.005, 1, "1.0"), (-0.04, 1, "0.0"), (-12.345, 2, "-12.35"),
    (0.999, 2, "1.00"), (7, 0, "7"), (.infinity, 3, "inf"), (-.infinity, 3, "-inf"),
    (.nan, 1, "nan"), (1e300, 2, "1e+300"),
  ])
  func decimals(value: Double, count: Int, text: String) {
    #expect(value.decimals(count) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (1.0, "1"), (999.0, "999"), (1000.0, "1.00e3"), (0.000123456, "1.23e-4"),
    (9.999e-5, "1.00e-4"), (-25.5, "-2.55e1"), (.infinity, "inf"),
  ])
  func shortest(value: Double, text: String) {
    #expect(value.shortest == text)
  }

  @Test func columnsAreAsWideAsTheirWidestCell() {
    var table = TextTable([("item", .left), ("bits", .right)])
    table.add(["a", "12345"])
    table.add(["long name", "1"])
    #expect(table.lines == ["item        bits", "a          12345", "long name      1"])
  }
}
