import Synchronization

/// The memory behind tensors: a block from a ``BufferArena``, or one lent by another owner.
// Unchecked: elements are written only by the code that made the block, before it is shared, or by
// its only holder (`Tensor.withUnsafeMutableElements`).
final class TensorStorage: @unchecked Sendable {
  /// Every element; lent memory must not be written.
  let elements: UnsafeMutableBufferPointer<Float>
  /// Whether its only holder may write to it: the block is this object's own, and no packed form of
  /// it would go on holding what stood there.
  var isOwned: Bool { owner == nil && packed.withLock(\.isEmpty) }

  private let arena: BufferArena?
  private let owner: (any AnyObject & Sendable)?
  private let release: (@Sendable () -> Void)?
  private let packed = Mutex<[PackedForm: [PackedMatrix]]>([:])

  /// A block of the current arena whose elements are not set yet.
  init(count: Int) {
    let arena = BufferArena.current
    self.arena = arena
    elements = arena.take(count)
    owner = nil
    release = nil
  }

  /// A block over memory that `owner` keeps alive.
  init(
    lending elements: UnsafeBufferPointer<Float>, owner: any AnyObject & Sendable,
    release: (@Sendable () -> Void)?
  ) {
    self.elements = UnsafeMutableBufferPointer(mutating: elements)
    self.owner = owner
    self.release = release
    arena = nil
  }

  convenience init(_ array: [Float]) {
    self.init(count: array.count)
    _ = elements.initialize(from: array)
  }

  convenience init(copying other: TensorStorage) {
    self.init(count: other.count)
    _ = elements.initialize(from: other.elements)
  }

  deinit {
    arena?.giveBack(elements)
  }

  var count: Int { elements.count }

  /// The elements packed for matrix products in some form, made by `pack` at first use and, unless
  /// packed weights are passing, kept.
  ///
  /// Memory that was lent is not needed after that, and its owner is told so.
  ///
  /// - Parameters:
  ///   - form: the arrangement and type.
  ///   - pack: makes them, in memory of the arena it is given or, without one, of their own.
  /// - Returns: the packed matrices of the form.
  func packed(
    as form: PackedForm, _ pack: (_ arena: BufferArena?) -> [PackedMatrix]
  ) -> [PackedMatrix] {
    guard PackedWeights.current == .kept else {
      defer { release?() }
      return pack(BufferArena.current)
    }
    return packed.withLock { kept in
      if let found = kept[form] { return found }
      let made = pack(nil)
      kept[form] = made
      release?()
      return made
    }
  }
}
