import Glibc
import Synchronization
import Testing
import Threads

@Suite("Parallel work")
struct ParallelTests {
  @Test(
    "every index is visited exactly once, whatever the number of threads",
    arguments: [-1, 0, 1, 2, 7, 100], [0, 1, 2, 8])
  func everyIndexOnce(count: Int, threads: Int) {
    let visits = Mutex<[Int]>([])
    Parallel.$threadCount.withValue(threads) {
      Parallel.forEach(count: count) { index in visits.withLock { $0.append(index) } }
    }
    #expect(visits.withLock { $0.sorted() } == Array(0..<max(count, 0)))
  }

  @Test("map keeps the order of the indices", arguments: [1, 2, 8])
  func mapKeepsOrder(threads: Int) {
    let squares = Parallel.$threadCount.withValue(threads) {
      Parallel.map(count: 1000) { index in index * index }
    }
    #expect(squares == (0..<1000).map { $0 * $0 })
    #expect(Parallel.map(count: 0) { $0 }.isEmpty)
  }

  @Test("blocks are consecutive, of one size, the last one shorter", arguments: [1, 2, 8])
  func blocks(threads: Int) {
    let blocks = Mutex<[Range<Int>]>([])
    Parallel.$threadCount.withValue(threads) {
      Parallel.forEachBlock(of: 4, count: 10) { block in blocks.withLock { $0.append(block) } }
      Parallel.forEachBlock(of: 4, count: 0) { block in blocks.withLock { $0.append(block) } }
    }
    let ordered = blocks.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
    #expect(ordered == [0..<4, 4..<8, 8..<10])
  }

  @Test("work inside work stays on its thread, in order")
  func nestedWorkIsSerial() {
    let outcomes = Parallel.$threadCount.withValue(8) {
      Parallel.map(count: 16) { _ in
        let outer = pthread_self()
        let inner = Mutex<(indices: [Int], strangers: Int)>(([], 0))
        Parallel.forEach(count: 50) { index in
          inner.withLock { inner in
            inner.indices.append(index)
            if pthread_equal(outer, pthread_self()) == 0 { inner.strangers += 1 }
          }
        }
        return inner.withLock { $0.indices == Array(0..<50) && $0.strangers == 0 }
          && Parallel.threadCount == 1
      }
    }
    #expect(outcomes == Array(repeating: true, count: 16))
  }
}
