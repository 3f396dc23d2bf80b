/// To be written.
package enum ImageDistances: GoldenFamily {
  package static let name = "ImageDistances"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
