import Glibc
import Synchronization
import Testing
import Threads

@Suite("Loops shared by threads")
struct SharedLoopTests {
  @Test("the indices of a thread that is held up are done by the others")
  func slowThread() {
    let doneByOthers = Atomic(0)
    let others = Atomic(0)
    let isReleased = Atomic(false)
    // More threads than all other tests have, so that some are idle.
    Parallel.$threadCount.withValue(32) {
      // Index 0 is the first of one share and waits until all other indices are done.
      Parallel.forEach(count: 64) { index in
        if index > 0 {
          if others.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue == 63 {
            isReleased.store(true, ordering: .sequentiallyConsistent)
          }
          return
        }
        for _ in 0..<2000 where !isReleased.load(ordering: .sequentiallyConsistent) {
          usleep(1000)
        }
        doneByOthers.store(
          others.load(ordering: .sequentiallyConsistent), ordering: .sequentiallyConsistent)
      }
    }
    #expect(doneByOthers.load(ordering: .sequentiallyConsistent) == 63)
  }

  @Test("loops of many tasks at once each visit every index once")
  func manyCallers() async {
    await withTaskGroup(of: Bool.self) { group in
      for caller in 0..<16 {
        group.addTask {
          Parallel.$threadCount.withValue(1 + caller % 4) {
            (0..<200).allSatisfy { round in
              let count = (caller * 31 + round * 7) % 50
              let visits = Mutex([Int](repeating: 0, count: count))
              Parallel.forEach(count: count) { index in visits.withLock { $0[index] += 1 } }
              return visits.withLock { $0.allSatisfy { $0 == 1 } }
            }
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test("what a loop wrote is there once it returns, also after its threads slept")
  func visibility() {
    var sums: [Int] = []
    for round in 0..<20 {
      if round % 5 == 4 { usleep(2000) }
      sums.append(Parallel.map(count: 300) { $0 * round }.reduce(0, +))
    }
    #expect(sums == (0..<20).map { $0 * 44850 })
  }
}
