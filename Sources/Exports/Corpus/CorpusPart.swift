import Threads

/// Records that are opened together, such as those of one file.
struct CorpusPart: Sendable {
  /// How many records there are, nil where that is only known after reading them.
  let count: Int?
  private let source: Source
  private let transforms: [@Sendable (TokenRecord) throws -> TokenRecord]

  /// Makes record i of an opened part; may be called from any thread.
  typealias RecordMaker = @Sendable (Int) throws -> TokenRecord
  /// Hands records to a function, one after the other.
  typealias RecordStream = @Sendable ((TokenRecord) throws -> Void) throws -> Void

  private enum Source: Sendable {
    case indexed(count: Int, open: @Sendable () throws -> RecordMaker)
    case streamed(RecordStream)
  }

  /// Records that can be made in any order.
  init(count: Int, open: @escaping @Sendable () throws -> RecordMaker) {
    self.count = count
    source = .indexed(count: count, open: open)
    transforms = []
  }

  /// Records that are read from front to back, as many as `count` says where it is known.
  init(streaming count: Int? = nil, _ stream: @escaping RecordStream) {
    self.count = count
    source = .streamed(stream)
    transforms = []
  }

  private init(
    _ part: CorpusPart, then transform: @escaping @Sendable (TokenRecord) throws -> TokenRecord
  ) {
    count = part.count
    source = part.source
    transforms = part.transforms + [transform]
  }

  /// The same part with every record changed.
  func mapping(
    _ transform: @escaping @Sendable (TokenRecord) throws -> TokenRecord
  ) -> CorpusPart {
    CorpusPart(self, then: transform)
  }

  /// Hands every record to `body`, in order; they are made, changed and checked on all threads.
  func forEach(
    checking check: @Sendable (TokenRecord) throws -> Void, _ body: (TokenRecord) throws -> Void
  ) throws {
    switch source {
    case .indexed(let count, let open):
      let record = try open()
      var (next, size) = (0, 1)
      while next < count {
        let start = next
        let tokenCount = try hand(min(size, count - start), checking: check, to: body) {
          try record(start + $0)
        }
        next += min(size, count - start)
        size = Self.blockSize(tokensPerRecord: tokenCount / min(size, count - start))
      }
    case .streamed(let stream) where transforms.isEmpty:
      // Looking at a record takes less than handing it to another thread.
      try stream { record in
        try check(record)
        try body(record)
      }
    case .streamed(let stream):
      var (block, tokenCount): ([TokenRecord], Int) = ([], 0)
      func handBlock() throws {
        let records = block
        _ = try hand(records.count, checking: check, to: body) { records[$0] }
        (block, tokenCount) = ([], 0)
      }
      try stream { record in
        block.append(record)
        tokenCount += record.tokens.count
        if block.count >= Self.mostRecords || tokenCount >= Self.mostTokens { try handBlock() }
      }
      try handBlock()
    }
  }

  /// Makes so many records together and hands them on in order; returns how many tokens they had.
  private func hand(
    _ count: Int, checking check: @Sendable (TokenRecord) throws -> Void,
    to body: (TokenRecord) throws -> Void, _ make: @Sendable (Int) throws -> TokenRecord
  ) throws -> Int {
    let records = Parallel.map(count: count) { index in
      Result {
        let record = try transforms.reduce(make(index)) { try $1($0) }
        try check(record)
        return record
      }
    }
    var tokenCount = 0
    for record in records {
      let record = try record.get()
      tokenCount += record.tokens.count
      try body(record)
    }
    return tokenCount
  }

  /// Records and tokens that are in memory together: enough to share out, few enough to keep.
  private static let (mostRecords, mostTokens) = (1 << 10, 1 << 20)

  private static func blockSize(tokensPerRecord: Int) -> Int {
    min(max(mostTokens / max(tokensPerRecord, 1), 1), mostRecords)
  }
}
