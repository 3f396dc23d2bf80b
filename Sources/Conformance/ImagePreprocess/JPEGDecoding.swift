/// To be written.
package enum JPEGDecoding: GoldenFamily {
  package static let name = "JPEGDecoding"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
