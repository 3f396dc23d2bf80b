/// To be written.
package enum TensorInterpolation: GoldenFamily {
  package static let name = "TensorInterpolation"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
