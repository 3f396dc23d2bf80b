import Tensors
import Testing

@Suite("Tensors")
struct TensorTests {
  private static let matrix = Tensor(shape: [3, 2], elements: [1, 2, 3, 4, 5, 6])

  @Test("a scalar has one element, an empty extent none")
  func extents() {
    #expect(Tensor(shape: [], repeating: 3).elements == [3])
    #expect(Tensor(shape: [4, 0, 2]).count == 0)
    #expect(Tensor(shape: [2, 2]).elements == [0, 0, 0, 0])
  }

  @Test("rows are picked in the order asked for, again and again if asked")
  func rowSelection() {
    #expect(
      Self.matrix.rows([2, 0, 0]) == Tensor(shape: [3, 2], elements: [5, 6, 1, 2, 1, 2]))
    #expect(Self.matrix.rows([]) == Tensor(shape: [0, 2]))
  }

  @Test("scaling multiplies every element")
  func scaling() {
    #expect(Self.matrix.scaled(by: -0.5).elements == [-0.5, -1, -1.5, -2, -2.5, -3])
  }

  @Test("half precision rounds to nearest even, overflows to infinity and keeps NaN")
  func halfPrecision() {
    let elements: [Float] = [1, 2049, 2051, 65519, 65520, -65520, 1e-8, 3e-8, .nan, 0.1]
    let rounded = Tensor(shape: [10], elements: elements).roundedToHalfPrecision().elements
    #expect(rounded[..<4] == [1, 2048, 2052, 65504])
    #expect(rounded[4] == .infinity)
    #expect(rounded[5] == -.infinity)
    #expect(rounded[6] == 0)
    #expect(rounded[7] == 0x1p-24)
    #expect(rounded[8].isNaN)
    #expect(rounded[9] == 0x1.998p-4)
    let again = Tensor(shape: [2], elements: [rounded[9], 0x1p-24]).roundedToHalfPrecision()
    #expect(again.elements == [0x1.998p-4, 0x1p-24])
  }
}
