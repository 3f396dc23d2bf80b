/// The header of a `.npy` file (NumPy Enhancement Proposal 1, `numpy.lib.format`): what the elements
/// are and how they are laid out.
struct NumpyHeader: Equatable {
  /// The element type as NumPy writes it, such as `<u2`.
  let elementType: String
  /// Whether the first axis varies fastest.
  let isFortranOrder: Bool
  /// Extents, outermost first.
  let shape: [Int]

  /// The six bytes before the version.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Describes elements in C order.
  init(elementType: TokenElementType, shape: [Int]) {
    self.elementType = elementType.numpyDescription
    isFortranOrder = false
    self.shape = shape
  }

  init(elementType: String, isFortranOrder: Bool, shape: [Int]) {
    self.elementType = elementType
    self.isFortranOrder = isFortranOrder
    self.shape = shape
  }

  /// The digits that NumPy leaves room for in the first extent, so that it can grow in place.
  private static let digitsOfFirstExtent = 21

  /// Magic, version 1.0, length and text, as `numpy.save` writes them: data begin at a multiple of 64
  /// bytes.
  var bytes: [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text =
      "{'descr': '\(elementType)', 'fortran_order': \(isFortranOrder ? "True" : "False"), "
      + "'shape': (\(extents)), }"
    if let first = shape.first {
      let missing = Self.digitsOfFirstExtent - String(first).count
      text += String(repeating: " ", count: max(missing, 0))
    }
    let fixed = Self.magic.count + 4
    let unpadded = fixed + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = UInt16(text.utf8.count)
    return Self.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }

  /// A whole file of tokens.
  static func file(
    of tokens: [UInt32], as type: TokenElementType, shape: [Int]
  ) -> [UInt8] {
    NumpyHeader(elementType: type, shape: shape).bytes + type.bytes(of: tokens)
  }

  /// A whole file of 64-bit integers, `[count]`.
  static func file(of integers: [Int]) -> [UInt8] {
    NumpyHeader(elementType: .int64, shape: [integers.count]).bytes
      + TokenElementType.bytes(of: integers)
  }
}
