/// To be written.
package enum Intelligibility: GoldenFamily {
  package static let name = "Intelligibility"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
