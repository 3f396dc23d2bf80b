import Glibc
import Synchronization

/// Work on all threads.
///
/// Work is cut into blocks whose extents never depend on the number of threads, so results don't
/// either. Work started from inside a block runs on that block's thread.
public enum Parallel {
  /// How many threads the current task may use; by default one per core.
  @TaskLocal public static var threadCount = coreCount

  /// The cores this process may run on.
  public static let coreCount: Int = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// Calls `body` once for every index of `0..<count`, on up to ``threadCount`` threads.
  ///
  /// The order of calls is not defined; `body` must touch only what belongs to its index.
  public static func forEach(count: Int, _ body: @Sendable (Int) -> Void) {
    let workers = min(threadCount, count)
    guard workers > 1 else {
      for index in 0..<max(count, 0) { body(index) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let loop = SharedLoop(count: count, participants: workers, body: body)
      WorkerPool.withWorkers(workers - 1) { helpers in
        for (number, helper) in helpers.enumerated() { helper.start(loop, as: number + 1) }
        loop.run(as: 0)
        for helper in helpers { helper.waitUntilDone() }
      }
    }
  }

  /// The results of `transform` for every index of `0..<count`, in order.
  public static func map<Result: Sendable>(
    count: Int, _ transform: @Sendable (Int) -> Result
  ) -> [Result] {
    let slots = (0..<count).map { _ in Slot<Result>() }
    forEach(count: count) { index in slots[index].fill(transform(index)) }
    return slots.compactMap { $0.taken() }
  }

  /// Calls `body` for consecutive ranges of `block` indices (the last may be shorter) of
  /// `0..<count`.
  public static func forEachBlock(
    of block: Int, count: Int, _ body: @Sendable (Range<Int>) -> Void
  ) {
    precondition(block > 0, "a block has at least one index")
    forEach(count: (count + block - 1) / block) { index in
      body(index * block..<min((index + 1) * block, count))
    }
  }
}

/// A place that one worker fills and the caller empties afterwards.
private final class Slot<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  func fill(_ newValue: Value) {
    value.withLock { $0 = newValue }
  }

  func taken() -> Value? {
    value.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
