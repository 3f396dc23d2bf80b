import CKernels
import Glibc
import Synchronization

/// How one thread waits for another: it spins for about as long as waking a thread would take, and
/// then sleeps.
///
/// A forward pass hands work over hundreds of times, a few dozen microseconds apart; a thread that
/// slept each time would be late each time.
// Unchecked: the semaphore is made for several threads.
final class Waiting: @unchecked Sendable {
  private let sleeps = Atomic(false)
  private let semaphore: UnsafeMutablePointer<sem_t>

  // Some 50 ns each. On a single core nobody could set the condition meanwhile.
  private static let turnsBeforeSleeping = Parallel.coreCount > 1 ? 2000 : 0

  init() {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Returns once `condition` holds; one thread at a time may wait.
  ///
  /// - Parameter condition: reads, sequentially consistent, what the other thread writes before it
  ///   calls ``wake()``.
  func wait(until condition: () -> Bool) {
    for _ in 0..<Self.turnsBeforeSleeping {
      if condition() { return }
      tessera_spin_pause()
    }
    while !condition() {
      sleeps.store(true, ordering: .sequentiallyConsistent)
      // Whoever takes the mark back decides: a waker that took it will raise the semaphore.
      if condition(), sleeps.exchange(false, ordering: .sequentiallyConsistent) { return }
      while sem_wait(semaphore) != 0 {}
    }
  }

  /// Wakes the thread that waits, if it sleeps; called after its condition was made to hold.
  func wake() {
    // Reading alone is enough mostly, and leaves the line with the thread that spins.
    guard sleeps.load(ordering: .sequentiallyConsistent),
      sleeps.exchange(false, ordering: .sequentiallyConsistent)
    else { return }
    sem_post(semaphore)
  }
}
