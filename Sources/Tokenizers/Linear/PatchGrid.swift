import CKernels
package import Media
package import Tensors
import Threads

/// Cuts pictures into square patches and lays patches out as pictures again.
///
/// A patch is a row of `side * side * 3` values in -1...1, pixel after pixel, channels interleaved.
/// Pictures whose sides are no multiples of `side` are padded by repeating their last row and
/// column.
package struct PatchGrid: Equatable, Sendable {
  /// Pixels along a patch's side.
  package let side: Int
  /// Rows of patches.
  package let height: Int
  /// Patches in a row.
  package let width: Int

  /// The grid that covers a picture.
  package init(side: Int, imageWidth: Int, imageHeight: Int) {
    self.side = side
    height = (imageHeight + side - 1) / side
    width = (imageWidth + side - 1) / side
  }

  /// How many patches there are.
  package var count: Int { height * width }
  /// Values in one patch.
  package var dimension: Int { side * side * 3 }

  /// The patches of an RGB picture, `[height * width, dimension]`.
  package func patches(of image: PixelImage) -> Tensor {
    let rowCount = width * dimension
    let elements = [Float](unsafeUninitializedCapacity: height * rowCount) {
      elements, initialized in
      image.samples.withUnsafeBufferPointer { samples in
        // Safe: each row of patches is written by one call.
        nonisolated(unsafe) let (elements, samples) = (elements, samples)
        Parallel.forEachBlock(of: Self.rowsInBlock, count: height) { rows in
          withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rowCount) { levels in
            for row in rows {
              gather(row, of: samples, width: image.width, height: image.height, into: levels)
              tessera_values_of_levels(
                levels.baseAddress, rowCount, elements.baseAddress.map { $0 + row * rowCount })
            }
          }
        }
      }
      initialized = height * rowCount
    }
    return Tensor(shape: [count, dimension], elements: elements)
  }

  /// Rows of patches that one thread converts at a time.
  private static let rowsInBlock = 8

  /// Copies the samples of one row of patches, patch after patch, into `levels`.
  private func gather(
    _ row: Int, of samples: UnsafeBufferPointer<UInt8>, width imageWidth: Int,
    height imageHeight: Int, into levels: UnsafeMutableBufferPointer<UInt8>
  ) {
    for line in 0..<side {
      let source = min(row * side + line, imageHeight - 1) * imageWidth * 3
      for column in 0..<width {
        let target = column * dimension + line * side * 3
        let inside = min(side, imageWidth - column * side) * 3
        let start = source + column * side * 3
        copy(inside, of: samples, from: start, into: levels, at: target)
        for sample in inside..<side * 3 {
          levels[target + sample] = levels[target + sample - 3]
        }
      }
    }
  }

  /// The picture of `[height * width, dimension]` patches, cut to its true size; values are clamped
  /// to -1...1 and rounded to the nearest of 256 levels.
  package func image(
    of patches: Tensor, width imageWidth: Int, height imageHeight: Int
  ) -> PixelImage {
    let rowCount = width * dimension
    let sampleCount = imageWidth * imageHeight * 3
    let samples = [UInt8](unsafeUninitializedCapacity: sampleCount) { samples, initialized in
      patches.withUnsafeElements { elements in
        // Safe: each row of patches becomes lines of pixels that one call writes.
        nonisolated(unsafe) let (elements, samples) = (elements, samples)
        Parallel.forEachBlock(of: Self.rowsInBlock, count: height) { rows in
          withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rowCount) { levels in
            for row in rows {
              tessera_levels_of_values(
                elements.baseAddress.map { $0 + row * rowCount }, rowCount, levels.baseAddress)
              scatter(levels, row: row, into: samples, width: imageWidth, height: imageHeight)
            }
          }
        }
      }
      initialized = sampleCount
    }
    return PixelImage(width: imageWidth, height: imageHeight, samples: samples)
  }

  /// Lays one row of patches out as lines of pixels, dropping what lies beyond the picture.
  private func scatter(
    _ levels: UnsafeMutableBufferPointer<UInt8>, row: Int,
    into samples: UnsafeMutableBufferPointer<UInt8>, width imageWidth: Int, height imageHeight: Int
  ) {
    for line in 0..<min(side, imageHeight - row * side) {
      let target = (row * side + line) * imageWidth * 3
      for column in 0..<width {
        let source = column * dimension + line * side * 3
        let inside = min(side, imageWidth - column * side) * 3
        let start = target + column * side * 3
        copy(inside, of: UnsafeBufferPointer(levels), from: source, into: samples, at: start)
      }
    }
  }

  private func copy(
    _ count: Int, of source: UnsafeBufferPointer<UInt8>, from start: Int,
    into target: UnsafeMutableBufferPointer<UInt8>, at place: Int
  ) {
    _ = UnsafeMutableBufferPointer(rebasing: target[place..<place + count])
      .update(fromContentsOf: source[start..<start + count])
  }
}
