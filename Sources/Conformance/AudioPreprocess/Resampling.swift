/// To be written.
package enum Resampling: GoldenFamily {
  package static let name = "Resampling"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
