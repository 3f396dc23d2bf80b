import Glibc

/// Integers in memory of their own, all zero at first, shared by all copies of this value.
///
/// Pages cost nothing before they are written, so memory may be asked for by what could be needed:
/// a table with a place for each of 2^24 tokens of which a corpus has a hundred. Every index is
/// checked. Threads that share a memory must write to different places.
@safe struct FlatMemory<Element>: @unchecked Sendable
where Element: FixedWidthInteger & BitwiseCopyable & Sendable {
  @safe private final class Owner {
    private let memory: UnsafeMutableRawPointer

    init(_ memory: UnsafeMutableRawPointer) {
      unsafe self.memory = memory
    }

    deinit {
      unsafe free(memory)
    }
  }

  private let elements: UnsafeMutablePointer<Element>
  private let owner: Owner
  /// How many elements there are.
  let count: Int

  /// Takes memory for `count` zeros.
  ///
  /// - Throws: `PairEncodingError.outOfMemory`.
  init(count: Int) throws(PairEncodingError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard count >= 0, !overflow, let memory = unsafe calloc(max(bytes, 1), 1) else {
      throw PairEncodingError.outOfMemory(bytes: overflow ? Int.max : bytes)
    }
    owner = unsafe Owner(memory)
    unsafe elements = memory.bindMemory(to: Element.self, capacity: count)
    self.count = count
  }

  /// One element.
  subscript(place: Int) -> Element {
    get {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: count), "no such element")
      return unsafe elements[place]
    }
    nonmutating set {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: count), "no such element")
      unsafe elements[place] = newValue
    }
  }
}
