/// To be written.
package enum AudioDistances: GoldenFamily {
  package static let name = "AudioDistances"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
