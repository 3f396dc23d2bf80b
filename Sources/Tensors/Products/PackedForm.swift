import CKernels
import Threads

/// Which arrangement of a tensor's elements was packed for products.
struct PackedForm: Hashable, Sendable {
  let precision: MatrixPrecision
  /// The tensor's shape: reshaped tensors share their memory.
  let shape: [Int]
  let arrangement: Arrangement

  enum Arrangement: Hashable, Sendable {
    /// `[columns, depth]`, the weight of a linear layer.
    case columnsByDepth
    /// `[depth, columns]`
    case depthByColumns
    /// One group of `[outputs, inputs, kernel...]`
    case kernel(group: Int, groups: Int)
    /// The sixteen transforms of `[outputs, inputs, 3, 3]`
    case winogradKernels
    /// Rows and columns of the kernel, for one group of `[inputs, outputs, kernel...]`.
    case transposedKernel(rows: [Int], columns: [Int], group: Int, groups: Int)
  }
}

extension Tensor {
  /// A linear layer's weight `[columns, depth]`.
  func packedWeight() -> PackedMatrix {
    packed(.columnsByDepth) { start in
      WeightStrides(
        start: start, column: shape[1], tap: 0, channel: 1, columns: shape[0], taps: 1,
        channels: shape[1])
    }
  }

  /// A matrix `[depth, columns]`.
  func packedMatrix() -> PackedMatrix {
    packed(.depthByColumns) { start in
      WeightStrides(
        start: start, column: 1, tap: 0, channel: shape[1], columns: shape[1], taps: 1,
        channels: shape[0])
    }
  }

  /// One group's outputs of a kernel `[outputs, inputs / groups, height, width]`.
  func packedKernel(group: Int, of groups: Int) -> PackedMatrix {
    let (outputs, inputs, taps) = (shape[0] / groups, shape[1], shape[2] * shape[3])
    return packed(.kernel(group: group, groups: groups)) { start in
      WeightStrides(
        start: start + group * outputs * inputs * taps, column: inputs * taps, tap: 1,
        channel: taps, columns: outputs, taps: taps, channels: inputs)
    }
  }

  /// Some rows and columns of one group of a kernel `[inputs, outputs / groups, height, width]`, from
  /// inputs to outputs.
  func packedTransposedKernel(
    rows: [Int], columns: [Int], group: Int, of groups: Int
  ) -> PackedMatrix {
    let form = PackedForm.Arrangement.transposedKernel(
      rows: rows, columns: columns, group: group, groups: groups)
    let (inputs, outputs) = (shape[0] / groups, shape[1])
    let taps = rows.count * columns.count
    return packed(form, from: { chosen(rows: rows, columns: columns, group: group, of: groups) }) {
      start in
      WeightStrides(
        start: start, column: taps, tap: 1, channel: outputs * taps, columns: outputs, taps: taps,
        channels: inputs)
    }
  }

  /// `[inputs / groups, outputs / groups, rows · columns]` of a kernel.
  private func chosen(rows: [Int], columns: [Int], group: Int, of groups: Int) -> Tensor {
    let inputs = shape[0] / groups
    return Tensor(shape: [inputs, shape[1], rows.count * columns.count]) { out in
      withUnsafeElements { source in
        var place = 0
        for plane in group * inputs * shape[1]..<(group + 1) * inputs * shape[1] {
          for row in rows {
            for column in columns {
              out[place] = source[(plane * shape[2] + row) * shape[3] + column]
              place += 1
            }
          }
        }
      }
    }
  }

  private func packed(
    _ arrangement: PackedForm.Arrangement, from source: (() -> Tensor)? = nil,
    _ strides: (UnsafePointer<Float>) -> WeightStrides
  ) -> PackedMatrix {
    let form = PackedForm(precision: .current, shape: shape, arrangement: arrangement)
    return storage.packed(as: form) { arena in
      let source = source?() ?? self
      return source.withUnsafeElements { elements in
        // An empty matrix has no memory; any address does for none of its elements.
        withUnsafePointer(to: 0 as Float) { nothing in
          [
            PackedMatrix(
              strides(elements.baseAddress ?? nothing), precision: form.precision, arena: arena)
          ]
        }
      }
    }[0]
  }

  /// The sixteen transforms of a kernel `[outputs, inputs, 3, 3]`, by number.
  func packedWinogradKernels() -> [PackedMatrix] {
    let (outputs, inputs) = (shape[0], shape[1])
    let form = PackedForm(precision: .current, shape: shape, arrangement: .winogradKernels)
    return storage.packed(as: form) { arena in
      let transformed = Tensor(shape: [16, outputs, inputs]) { out in
        withUnsafeElements { kernels in
          guard let kernels = kernels.baseAddress, let out = out.baseAddress else { return }
          // Safe: each block writes its own outputs' part of every element.
          nonisolated(unsafe) let (source, target) = (kernels, out)
          Parallel.forEachBlock(of: 16, count: outputs) { block in
            tessera_winograd_kernels(
              source, inputs, block.lowerBound, block.count, outputs * inputs, target)
          }
        }
      }
      return transformed.withUnsafeElements { elements in
        elements.baseAddress.map { start in
          (0..<16).map { element in
            PackedMatrix(
              WeightStrides(
                start: start + element * outputs * inputs, column: inputs, tap: 0, channel: 1,
                columns: outputs, taps: 1, channels: inputs), precision: form.precision,
              arena: arena)
          }
        } ?? []
      }
    }
  }
}
