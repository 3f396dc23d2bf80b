/// To be written.
package enum PNGDecoding: GoldenFamily {
  package static let name = "PNGDecoding"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
