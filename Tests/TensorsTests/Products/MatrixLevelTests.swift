import CKernels
import Tensors
import TestSupport
import Testing

/// The kernels of every level that the processor has; a level above them stands for the highest.
///
/// A level is chosen for the whole process, so each test has a process of its own.
@Suite("Matrix kernels of every level")
struct MatrixLevelTests {
  private static func use(_ level: Int) { tessera_matrix_limit_level(Int32(level)) }

  /// The sizes for which kernels for AVX2 and AVX-512 differ in some bit.
  private static func sizesOfOtherBits(_ precision: MatrixPrecision) -> [ProductSize] {
    ProductSize.all.filter { size in
      let operands = size.operands
      let bits = [TESSERA_MATRIX_AVX2, TESSERA_MATRIX_AVX512].map { level in
        use(level)
        return MatrixPrecision.$current.withValue(precision) {
          operands.product().elements.map(\.bitPattern)
        }
      }
      return bits[0] != bits[1]
    }
  }

  /// The sizes for which some level's product is too far from the one in double precision.
  private static func sizesOfWrongNumbers(_ precision: MatrixPrecision) -> [String] {
    ProductSize.all.flatMap { size in
      let operands = size.operands
      let expected = (precision == .bfloat16 ? operands.rounded : operands).expected()
      return (TESSERA_MATRIX_PORTABLE...TESSERA_MATRIX_AVX512_BF16).compactMap { level in
        use(level)
        let product = MatrixPrecision.$current.withValue(precision) { operands.product() }
        let closeness = Closeness(product.elements.map(Double.init), expected)
        return closeness.largestDifference <= size.tolerance
          ? nil : "\(size) at level \(level): \(closeness)"
      }
    }
  }

  @Test("AVX2 and AVX-512 give the same bits")
  func sameBits() async {
    await #expect(processExitsWith: .success) {
      let sizes = Self.sizesOfOtherBits(.float32)
      try #require(sizes.isEmpty, "\(sizes.prefix(5))")
    }
  }

  @Test("AVX2 and AVX-512 give the same bits for bfloat16")
  func sameBitsOfBFloat16() async {
    await #expect(processExitsWith: .success) {
      let sizes = Self.sizesOfOtherBits(.bfloat16)
      try #require(sizes.isEmpty, "\(sizes.prefix(5))")
    }
  }

  @Test("every level's products are those of the definition")
  func definition() async {
    await #expect(processExitsWith: .success) {
      let sizes = Self.sizesOfWrongNumbers(.float32)
      try #require(sizes.isEmpty, "\(sizes.prefix(5))")
    }
  }

  @Test("every level's bfloat16 products are those of the rounded factors")
  func definitionOfBFloat16() async {
    await #expect(processExitsWith: .success) {
      let sizes = Self.sizesOfWrongNumbers(.bfloat16)
      try #require(sizes.isEmpty, "\(sizes.prefix(5))")
    }
  }

  @Test("AVX2 and AVX-512 find the same columns with the same products")
  func sameColumns() async {
    await #expect(processExitsWith: .success) {
      let searches = NearestSearch.sizes.filter { size in
        let search = NearestSearch(ofNoise: size)
        let found = [TESSERA_MATRIX_AVX2, TESSERA_MATRIX_AVX512].map { level in
          Self.use(level)
          return search.found()
        }
        return found[0] != found[1]
      }
      try #require(searches.isEmpty, "\(searches.prefix(5))")
    }
  }

  @Test("every level gives ties to the lowest column")
  func ties() async {
    await #expect(processExitsWith: .success) {
      let searches = NearestSearch.sizes.filter { size in
        let search = NearestSearch(ofSmallIntegers: size)
        return (TESSERA_MATRIX_PORTABLE...TESSERA_MATRIX_AVX512_BF16).contains { level in
          Self.use(level)
          return search.found() != search.expected()
        }
      }
      try #require(searches.isEmpty, "\(searches.prefix(5))")
    }
  }
}
