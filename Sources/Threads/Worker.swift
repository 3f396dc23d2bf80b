import Glibc
import Synchronization

/// A thread that takes part in one shared loop after the other; the only place where threads start.
// Unchecked: the pointer is atomic, and its reader never outlives the loop.
final class Worker: @unchecked Sendable {
  // The loop at hand, which its giver keeps until this is nil again.
  private let work = Atomic<UnsafeMutableRawPointer?>(nil)
  private let participant = Atomic(0)
  private let given = Waiting()
  private let done = Waiting()

  /// Starts a thread; nil where the system has no more.
  static func started() -> Worker? {
    let worker = Worker()
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Worker>.fromOpaque(context).takeRetainedValue().runForever()
      }, Unmanaged.passRetained(worker).toOpaque())
    guard status == 0 else {
      Unmanaged.passUnretained(worker).release()
      return nil
    }
    pthread_detach(thread)
    return worker
  }

  /// Has the thread take part in a loop, which the caller keeps until ``waitUntilDone()``.
  func start(_ loop: SharedLoop, as participant: Int) {
    self.participant.store(participant, ordering: .relaxed)
    work.store(Unmanaged.passUnretained(loop).toOpaque(), ordering: .sequentiallyConsistent)
    given.wake()
  }

  /// Returns once the thread has left the loop it was given and holds nothing of it.
  func waitUntilDone() {
    done.wait { work.load(ordering: .sequentiallyConsistent) == nil }
  }

  private func runForever() -> Never {
    while true {
      given.wait { work.load(ordering: .sequentiallyConsistent) != nil }
      runGivenLoop()
      work.store(nil, ordering: .sequentiallyConsistent)
      done.wake()
    }
  }

  // A function of its own, so that nothing of the loop is held once it returns.
  @inline(never)
  private func runGivenLoop() {
    guard let loop = work.load(ordering: .sequentiallyConsistent) else { return }
    Unmanaged<SharedLoop>.fromOpaque(loop)._withUnsafeGuaranteedRef {
      $0.run(as: participant.load(ordering: .relaxed))
    }
  }
}
