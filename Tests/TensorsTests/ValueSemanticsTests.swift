import Synchronization
import Tensors
import TestSupport
import Testing
import Threads

@Suite("Tensors as values, and their memory")
struct ValueSemanticsTests {
  @Test("changing a copy leaves the original as it was, and the other way round")
  func copies() {
    var original = Tensor(shape: [3], elements: [1, 2, 3])
    var copy = original
    copy.withUnsafeMutableElements { $0[0] = 10 }
    original.withUnsafeMutableElements { $0[1] = 20 }
    #expect(copy.elements == [10, 2, 3])
    #expect(original.elements == [1, 20, 3])
  }

  @Test("a reshaped tensor shares memory until one of them changes")
  func reshaped() {
    var matrix = Tensor(shape: [2, 2], elements: [1, 2, 3, 4])
    let vector = matrix.reshaped([4])
    let sharesMemory = matrix.withUnsafeElements { one in
      vector.withUnsafeElements { $0.baseAddress == one.baseAddress }
    }
    #expect(sharesMemory)
    matrix.withUnsafeMutableElements { $0[3] = 0 }
    #expect(vector.elements == [1, 2, 3, 4])
  }

  @Test("an only holder changes its memory in place")
  func uniqueHolder() {
    var tensor = Tensor(shape: [2], elements: [1, 2])
    let before = tensor.withUnsafeElements { $0.baseAddress }
    tensor.withUnsafeMutableElements { $0[0] = 5 }
    #expect(tensor.withUnsafeElements { $0.baseAddress } == before)
  }

  private final class Owner: Sendable {
    private let memory: Mutex<UnsafeMutableBufferPointer<Float>>
    let onDeinit: @Sendable () -> Void

    init(_ elements: [Float], onDeinit: @escaping @Sendable () -> Void) {
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: elements.count)
      _ = buffer.initialize(from: elements)
      // Safe: this object alone holds the buffer.
      nonisolated(unsafe) let held = buffer
      memory = Mutex(held)
      self.onDeinit = onDeinit
    }

    func tensor(_ shape: [Int]) -> Tensor {
      memory.withLock {
        Tensor(shape: shape, lending: UnsafeBufferPointer($0), owner: self)
      }
    }

    deinit {
      memory.withLock { $0.deallocate() }
      onDeinit()
    }
  }

  @Test("lent memory is never written, and is kept alive as long as it is needed")
  func lentMemory() {
    let isReleased = Flag()
    var tensor = Tensor(shape: [0])
    var unchanged = tensor
    do {
      let owner = Owner([1, 2, 3]) { isReleased.set() }
      tensor = owner.tensor([3])
      unchanged = owner.tensor([3])
    }
    #expect(!isReleased.isSet)
    tensor.withUnsafeMutableElements { $0[0] = 9 }
    #expect(tensor.elements == [9, 2, 3])
    #expect(unchanged.elements == [1, 2, 3])
    unchanged = tensor
    #expect(isReleased.isSet)
  }

  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
  }

  @Test("tensors with equal numbers are equal however they were computed; NaN equals nothing")
  func equality() {
    let tensor = Tensor(shape: [2], elements: [1, 2])
    #expect(tensor == tensor.traced())
    #expect(tensor != tensor.reshaped([1, 2]))
    let nan = Tensor(shape: [1], elements: [.nan])
    #expect(nan != nan)
  }
}

@Suite("The arena of buffers")
struct BufferArenaTests {
  /// A pass through most operations that a network has.
  private static func pass(_ input: Tensor, _ weights: [Tensor]) -> Tensor {
    let hidden = input.convolved(weights[0], ConvolutionGeometry(rank: 2, padding: 1))
      .groupNormalized(
        groups: 2, weight: weights[1], bias: weights[1], epsilon: 1e-5, activation: .silu
      )
      .upsampledNearest(factor: 2)
    let tokens = hidden.reshaped([1, -1, 6]).layerNormalized(
      weight: weights[1], bias: nil, epsilon: 1e-5)
    return tokens.linear(weights[2], activation: .gelu).selfAttended(headCount: 2)
      .everySecondPosition()
  }

  @Test("a second pass asks the system for nothing, with or without gradients")
  func secondPass() {
    let weights = noise([6, 3, 3, 3], [6], [18, 6])
    let input = noise([1, 5, 7, 3])[0]
    let arena = BufferArena()
    Parallel.$threadCount.withValue(1) {
      arena.serving {
        let first = Self.pass(input, weights)
        #expect(arena.freshBlockCount > 0)
        // The first result is still held; its place must be found as well.
        _ = Self.pass(input, weights)
        let blocks = arena.freshBlockCount
        let second = Self.pass(input, weights)
        #expect(second == first)
        #expect(arena.freshBlockCount == blocks)
        let gradients = {
          let variable = input.traced()
          return Self.pass(variable, weights).sum().gradients(for: [variable])
        }
        _ = gradients()
        let trained = arena.freshBlockCount
        _ = gradients()
        #expect(arena.freshBlockCount == trained)
      }
    }
  }

  @Test("an arena that keeps nothing asks every time; a small one keeps what fits")
  func capacity() {
    for (capacity, expected) in [(0, 3), (4096, 1)] {
      let arena = BufferArena(keepingAtMost: capacity)
      arena.serving {
        for _ in 0..<3 { #expect(Tensor(shape: [1000], repeating: 1).count == 1000) }
      }
      #expect(arena.freshBlockCount == expected)
    }
  }

  @Test("blocks are aligned to 64 bytes and hold tensors of any size")
  func alignment() {
    let arena = BufferArena()
    arena.serving {
      for count in [1, 15, 127, 128, 129, 1000, 4097, 100_003] {
        var tensor = Tensor(shape: [count], repeating: 1)
        tensor.withUnsafeMutableElements { elements in
          #expect(UInt(bitPattern: elements.baseAddress) % 64 == 0)
          elements[count - 1] = 2
        }
        #expect(tensor.elements.last == 2)
      }
    }
  }

  @Test("a tensor outlives the scope of its arena")
  func outliving() {
    let tensor = BufferArena().serving { Tensor(shape: [100], repeating: 3) }
    #expect(tensor.elements.allSatisfy { $0 == 3 })
  }
}

extension Tensor {
  /// Every second position; only here.
  fileprivate func everySecondPosition() -> Tensor {
    gathered(axis: 1, Array(Swift.stride(from: 0, to: shape[1], by: 2)))
  }
}
