/// `.npy` files made by hand, of integers that no writer would be given.
package enum NumpyFile {
  /// A file of 32-bit integers in row-major order, which need not be as many as the shape claims.
  package static func bytes(shape: [Int], _ values: some Sequence<Int32>) -> [UInt8] {
    let extents = shape.map { "\($0), " }.joined()
    var header = Array("{'descr': '<i4', 'fortran_order': False, 'shape': (\(extents)), }".utf8)
    // Magic, version and length take ten bytes; the data begins at a multiple of 64.
    while (header.count + 11) % 64 != 0 { header.append(0x20) }
    header.append(0x0A)
    let length = [UInt8(header.count & 0xFF), UInt8(header.count >> 8)]
    let data = values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + length + header + data
  }
}
