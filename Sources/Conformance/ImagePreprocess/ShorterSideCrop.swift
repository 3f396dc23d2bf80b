/// To be written.
package enum ShorterSideCrop: GoldenFamily {
  package static let name = "ShorterSideCrop"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
