import Bytes

/// Runs a pickle as Python's unpickler would, except that nothing can be built but tensors,
/// containers and plain values: every other name is refused when it is looked up.
///
/// Hostile input costs no more than honest input of its size: there is no recursion, every
/// operation adds at most one value, and the number of operations is limited.
struct Unpickler {
  /// What has been built so far, by all pickles of the file.
  var graph = PickleGraph()
  var reader: ByteReader
  var stack: [PickleValue] = []
  var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var stepsLeft = Self.largestStepCount

  /// A tensor takes about 45 operations, so this is a checkpoint of some 180,000 tensors.
  private static let largestStepCount = 1 << 23
  private static let stop = UInt8(ascii: ".")

  /// Reads from the start of `bytes`.
  init(_ bytes: [UInt8]) {
    reader = ByteReader(bytes)
  }

  /// Reads the next pickle and returns its value.
  ///
  /// - Throws: `ArchiveFailure` or `TruncatedBytes`.
  mutating func load() throws -> PickleValue {
    (stack, marks, memo) = ([], [], [:])
    while true {
      try spend(1)
      let code = try reader.integer(UInt8.self)
      if let operation = PickleConstant(rawValue: code) {
        stack.append(try constant(operation))
      } else if let operation = PickleStackOperation(rawValue: code) {
        try run(operation)
      } else if let operation = PickleContainerOperation(rawValue: code) {
        try run(operation)
      } else if let operation = PickleObjectOperation(rawValue: code) {
        try run(operation)
      } else if code == Self.stop {
        return try pop()
      } else {
        throw ArchiveFailure.malformed(
          "its pickle has the operation \(code) at \(reader.offset - 1), which no checkpoint uses")
      }
    }
  }

  /// Pays for work from the limited number of steps.
  mutating func spend(_ steps: Int) throws {
    guard steps <= stepsLeft else {
      throw ArchiveFailure.unsupported("its pickle takes more than \(Self.largestStepCount) steps")
    }
    stepsLeft -= steps
  }

  /// Takes the top value, which must lie above the last mark.
  mutating func pop() throws -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else { throw underflow }
    return value
  }

  /// Takes everything above the last mark, and the mark.
  mutating func popToMark() throws -> [PickleValue] {
    guard let mark = marks.popLast() else { throw underflow }
    // A slice would share the stack, and taking from it would then copy all of it.
    let items = (mark..<stack.count).map { stack[$0] }
    stack.removeLast(items.count)
    return items
  }

  private var underflow: ArchiveFailure {
    .malformed("its pickle takes more than it has pushed, at \(reader.offset - 1)")
  }

  private mutating func run(_ operation: PickleStackOperation) throws {
    switch operation {
    case .mark: marks.append(stack.count)
    case .pop: try popOrUnmark()
    case .popMark: _ = try popToMark()
    case .duplicate: stack.append(try top())
    case .binGet: try recall(Int(try reader.integer(UInt8.self)))
    case .longBinGet: try recall(Int(try reader.integer(UInt32.self)))
    case .binPut: memo[Int(try reader.integer(UInt8.self))] = try top()
    case .longBinPut: memo[Int(try reader.integer(UInt32.self))] = try top()
    case .memoize: memo[memo.count] = try top()
    case .protocolVersion:
      let version = try reader.integer(UInt8.self)
      guard version <= 5 else { throw ArchiveFailure.unsupported("its pickle protocol \(version)") }
    // A frame only says how many bytes to read ahead.
    case .frame: _ = try reader.take(8)
    }
  }

  private mutating func popOrUnmark() throws {
    if let mark = marks.last, mark == stack.count {
      marks.removeLast()
    } else {
      _ = try pop()
    }
  }

  /// The top value, which must lie above the last mark.
  func top() throws -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else { throw underflow }
    return value
  }

  private mutating func recall(_ number: Int) throws {
    guard let value = memo[number] else {
      throw ArchiveFailure.malformed("its pickle recalls \(number), which it never stored")
    }
    stack.append(value)
  }
}
