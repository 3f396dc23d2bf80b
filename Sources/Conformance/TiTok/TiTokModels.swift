import Tokenizers

/// TiTok: pictures to a short sequence of codes and back, stage by stage.
package enum TiTokModels: GoldenFamily {
  package static let name = ModelFamily.tiTok.rawValue

  package static func recognizes(_ golden: GoldenCase) throws -> Bool {
    try golden.isModel(of: .tiTok)
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    try TiTokRun(golden).comparisons()
  }
}

/// TA-TiTok: TiTok whose decoder is also given a text.
package enum TextAwareTiTokModels: GoldenFamily {
  package static let name = ModelFamily.textAwareTiTok.rawValue

  package static func recognizes(_ golden: GoldenCase) throws -> Bool {
    try golden.isModel(of: .textAwareTiTok)
  }

  package static func compare(_ golden: GoldenCase) throws -> [TensorComparison] {
    try TiTokRun(golden).comparisons()
  }
}
