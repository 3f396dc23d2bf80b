import Bytes
import Layers
import Tensors
import TestSupport
import Testing

@Suite("Every element of a view lies within its storage")
struct PyTorchViewTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Opens an archive with one tensor `t` over the floats 0, 1, … 11.
  private func opened(
    offset: Int = 0, shape: [Int], strides: [Int], claimed: Int = 12, stored: Int = 12
  ) throws -> Checkpoint {
    var floats = ByteWriter()
    for value in 0..<stored { floats.append(integer: Float(value).bitPattern) }
    let tensor = HandmadePickle.tensor(
      HandmadePickle.storage(count: claimed), offset: offset, shape: shape, strides: strides)
    let pickle = HandmadePickle.whole(HandmadePickle.dictionary([("t", tensor)]))
    return try HandmadeArchive(pickle: pickle, storages: [floats.bytes]).opened(in: folder)
  }

  /// Offset, shape, strides and the elements.
  static let honest: [(offset: Int, shape: [Int], strides: [Int], elements: [Float])] = [
    (0, [3], [1], [0, 1, 2]), (9, [3], [1], [9, 10, 11]), (1, [2, 2], [6, 3], [1, 4, 7, 10]),
    (0, [2, 3], [1, 2], [0, 2, 4, 1, 3, 5]), (11, [], [], [11]), (11, [1, 1], [99, 7], [11]),
    (4, [2, 3], [0, 0], [4, 4, 4, 4, 4, 4]), (0, [2, 2, 2], [1, 2, 4], [0, 4, 2, 6, 1, 5, 3, 7]),
    (0, [3, 2], [1, 1], [0, 1, 1, 2, 2, 3]), (3, [0], [1], []), (0, [4, 0, 2], [1, 1, 1], []),
    (500, [0, 3], [7, 1], []), (0, [3, 1, 2], [2, 500, 1], [0, 1, 2, 3, 4, 5]),
  ]

  @Test("views are read in row-major order", arguments: honest)
  func view(offset: Int, shape: [Int], strides: [Int], elements: [Float]) throws {
    let file = try opened(offset: offset, shape: shape, strides: strides)
    #expect(try file.tensor("t") == Tensor(shape: shape, elements: elements))
  }

  /// Offset, shape and strides that reach beyond 12 elements, or that no tensor can have.
  static let dishonest: [(offset: Int, shape: [Int], strides: [Int])] = [
    (0, [13], [1]), (1, [12], [1]), (12, [], []), (0, [2, 7], [6, 1]), (0, [2], [12]),
    (0, [2], [.max]), (.max, [2], [1]), (.max, [], []), (1, [2], [.max]),
    (0, [.max], [1]), (0, [.max, .max], [1, 1]), (0, [.max, .max], [0, 0]), (0, [.max], [.max]),
    (0, [3, 3], [.max / 2, .max / 2]), (-1, [2], [1]), (0, [-2], [1]), (0, [2], [-1]),
    (0, [2], []), (0, [], [1]), (0, [2, 2], [1]), (0, [1 << 40], [0]), (0, [1 << 27], [0]),
    (0, Array(repeating: 1, count: 65), Array(repeating: 1, count: 65)),
  ]

  @Test("views beyond the storage are refused", arguments: dishonest)
  func beyond(offset: Int, shape: [Int], strides: [Int]) {
    #expect(throws: CheckpointError.self) {
      try opened(offset: offset, shape: shape, strides: strides)
    }
  }

  @Test("a storage that claims more than it has is refused", arguments: [13, 1 << 40, .max, -1])
  func storage(claimed: Int) {
    #expect(throws: CheckpointError.self) { try opened(shape: [2], strides: [1], claimed: claimed) }
  }

  @Test("a missing storage is refused")
  func noStorage() throws {
    let tensor = HandmadePickle.tensor(
      HandmadePickle.storage("7", count: 2), shape: [2], strides: [1])
    let pickle = HandmadePickle.whole(HandmadePickle.dictionary([("t", tensor)]))
    let archive = HandmadeArchive(pickle: pickle, storages: [[0, 0, 0, 0]])
    let error = try #require(throws: CheckpointError.self) { try archive.opened(in: folder) }
    #expect("\(error)".contains("storage 7"))
  }

  @Test("storages need not be aligned in the file")
  func unaligned() throws {
    for padding in 0..<4 {
      let tensor = HandmadePickle.tensor(HandmadePickle.storage(count: 1), shape: [1], strides: [1])
      let pickle = HandmadePickle.whole(
        HandmadePickle.dictionary([
          ("t", tensor), ("x", HandmadePickle.text(String(repeating: "x", count: padding))),
        ]))
      let bytes = withUnsafeBytes(of: Float(2.5)) { Array($0) }
      let file = try HandmadeArchive(pickle: pickle, storages: [bytes]).opened(in: folder)
      #expect(try file.tensor("t", shape: [1]).elements == [2.5])
    }
  }

  @Test("NaN and another shape are refused with the file's path")
  func unusable() throws {
    let tensor = HandmadePickle.tensor(HandmadePickle.storage(count: 1), shape: [1], strides: [1])
    let pickle = HandmadePickle.whole(HandmadePickle.dictionary([("t", tensor)]))
    let bytes = withUnsafeBytes(of: Float.nan) { Array($0) }
    let file = try HandmadeArchive(pickle: pickle, storages: [bytes]).opened(in: folder)
    let path = try #require(file.path(of: "t"))
    #expect(path == file.path)
    #expect(throws: CheckpointError.notFinite(path: path, name: "t")) {
      try file.tensor("t", shape: [1])
    }
    #expect(
      throws: CheckpointError.wrongShape(path: path, name: "t", found: [1], expected: [2])
    ) { try file.tensor("t", shape: [2]) }
    #expect(throws: CheckpointError.missingTensor(path: path, name: "u")) {
      try file.tensor("u")
    }
    #expect(file.entry("u") == nil && file.path(of: "u") == nil)
  }
}
