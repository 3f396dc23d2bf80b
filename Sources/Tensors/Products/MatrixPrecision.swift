/// The type in which the weights of matrix products are kept and multiplied; sums are always 32 bits.
public enum MatrixPrecision: String, Sendable, Hashable, CaseIterable {
  /// 32-bit floats.
  case float32 = "f32"
  /// Weights and the other operand rounded to bfloat16; twice as fast where the processor has
  /// AVX512_BF16.
  case bfloat16 = "bf16"

  /// What products of the current task use.
  @TaskLocal public static var current = MatrixPrecision.float32
}
