/// A kind of golden case: recognises its own configuration and compares every tensor it knows.
package protocol GoldenFamily: SendableMetatype {
  /// The family's name in reports, such as `image-preprocess/png`.
  static var name: String { get }

  /// Whether the case's configuration (and tensors) are of this family.
  ///
  /// - Throws: any error of reading the weights that would tell.
  static func recognizes(_ golden: GoldenCase) throws -> Bool

  /// Computes what the reference computed, from the case's own inputs, and compares every tensor
  /// that the family's README names; items and sizes come from the configuration or tensor names.
  ///
  /// - Throws: any error of reading the case's files.
  static func compare(_ golden: GoldenCase) throws -> [TensorComparison]
}
