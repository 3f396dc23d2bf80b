/// How one tensor of ours differs from the reference's.
public struct TensorComparison: Sendable, Equatable {
  /// The tensor's name in the golden file.
  public let name: String
  /// The largest absolute difference (for a relative or decibel tolerance, in that unit);
  /// infinity when shapes differ or a NaN stands on one side.
  public let largestError: Double
  /// The largest error that passes; 0 asks for equality.
  public let tolerance: Double
  /// The unit of the error: `absolute`, `relative`, `dB`, `levels`, or `codes` for how many codes
  /// differ without excuse.
  public let unit: String
  /// How codes differ, for a tensor of codes.
  public let codes: CodeDifferences?
  /// A stated, deliberate difference from the reference, when there is one.
  public let note: String?

  /// Records a comparison.
  public init(
    name: String, largestError: Double, tolerance: Double, unit: String = "absolute",
    codes: CodeDifferences? = nil, note: String? = nil
  ) {
    self.name = name
    self.largestError = largestError
    self.tolerance = tolerance
    self.unit = unit
    self.codes = codes
    self.note = note
  }

  /// Whether the error is within the tolerance.
  public var passes: Bool { largestError <= tolerance }

  /// Whether both tensors are equal.
  public var isExact: Bool { largestError == 0 && codes?.differingCount ?? 0 == 0 }
}
