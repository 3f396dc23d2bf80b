/// To be written.
package enum Spectrograms: GoldenFamily {
  package static let name = "Spectrograms"
  package static func recognizes(_ golden: GoldenCase) -> Bool { false }
  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] { [] }
}
