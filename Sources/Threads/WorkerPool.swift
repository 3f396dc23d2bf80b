import Synchronization

/// The process's worker threads: started when they are first wanted, kept for good.
enum WorkerPool {
  private struct Threads {
    var idle: [Worker] = []
    var started = 0
  }

  private static let threads = Mutex(Threads())

  /// Up to `count` workers that nobody else has, for the duration of `body`.
  ///
  /// Callers at the same time share the workers there are: someone else's shortage of threads makes
  /// work slower, never wrong.
  static func withWorkers(_ count: Int, _ body: ([Worker]) -> Void) {
    let workers = taken(count)
    body(workers)
    threads.withLock { $0.idle.append(contentsOf: workers) }
  }

  private static func taken(_ count: Int) -> [Worker] {
    threads.withLock { threads in
      while threads.idle.count < count, threads.started < count, let worker = Worker.started() {
        threads.idle.append(worker)
        threads.started += 1
      }
      let taken = Array(threads.idle.suffix(count))
      threads.idle.removeLast(taken.count)
      return taken
    }
  }
}
