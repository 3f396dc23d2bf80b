/// To be written.
package enum PillowResize: GoldenFamily {
  package static let name = "PillowResize"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
