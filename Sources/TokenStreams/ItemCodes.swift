/// Codes on a grid of positions, row by row from the top left.
public struct CodeGrid: Hashable, Sendable {
  /// Rows of positions.
  public let height: Int
  /// Positions in a row.
  public let width: Int
  /// The codes, `height * width` positions.
  public let stack: CodeStack

  /// Lays codes out on a grid.
  ///
  /// - Throws: `CodeError.wrongPositions` when the stack does not fill it.
  public init(height: Int, width: Int, stack: CodeStack) throws(CodeError) {
    let (area, overflow) = height.multipliedReportingOverflow(by: width)
    guard height > 0, width > 0, !overflow, area == stack.positionCount else {
      throw CodeError.wrongPositions(found: stack.positionCount, layout: "\(height)x\(width) grid")
    }
    self.height = height
    self.width = width
    self.stack = stack
  }
}

/// Codes in an order that carries meaning: a prefix is a coarser version of the same item.
public struct CodeSequence: Hashable, Sendable {
  /// The codes, one position a token.
  public let stack: CodeStack

  /// Wraps ordered codes.
  public init(stack: CodeStack) {
    self.stack = stack
  }
}

/// Codes along time, one position a frame.
public struct CodeFrames: Hashable, Sendable {
  /// The codes, one position a frame.
  public let stack: CodeStack

  /// Wraps frames.
  public init(stack: CodeStack) {
    self.stack = stack
  }
}

/// What the positions of a tokenizer's codes mean.
public enum CodeLayout: String, Hashable, Sendable, Codable, CaseIterable {
  /// Rows and columns of a picture.
  case grid
  /// An order in which a prefix is a coarser version of the item.
  case sequence
  /// Steps along time.
  case frames
}

/// The codes of one item in the layout its tokenizer gives them.
public enum ItemCodes: Hashable, Sendable {
  /// Rows and columns of codes.
  case grid(CodeGrid)
  /// Codes in an order that carries meaning.
  case sequence(CodeSequence)
  /// Codes along time.
  case frames(CodeFrames)

  /// Lays codes out; `extents` are `[height, width]` for a grid and `[positions]` otherwise.
  ///
  /// - Throws: `CodeError.wrongPositions` when the stack does not fill the extents.
  public init(layout: CodeLayout, extents: [Int], stack: CodeStack) throws(CodeError) {
    switch layout {
    case .grid where extents.count == 2:
      self = .grid(try CodeGrid(height: extents[0], width: extents[1], stack: stack))
    case .sequence where extents == [stack.positionCount]:
      self = .sequence(CodeSequence(stack: stack))
    case .frames where extents == [stack.positionCount]:
      self = .frames(CodeFrames(stack: stack))
    case .grid, .sequence, .frames:
      throw CodeError.wrongPositions(
        found: stack.positionCount, layout: "\(layout.rawValue) of extents \(extents)")
    }
  }

  /// What the positions mean.
  public var layout: CodeLayout {
    switch self {
    case .grid: .grid
    case .sequence: .sequence
    case .frames: .frames
    }
  }

  /// How far the layout reaches: `[height, width]` of a grid, `[positions]` otherwise.
  public var extents: [Int] {
    switch self {
    case .grid(let grid): [grid.height, grid.width]
    case .sequence, .frames: [stack.positionCount]
    }
  }

  /// The codes without their layout.
  public var stack: CodeStack {
    switch self {
    case .grid(let grid): grid.stack
    case .sequence(let sequence): sequence.stack
    case .frames(let frames): frames.stack
    }
  }
}

/// Codes that contradict themselves, their layout or their vocabulary.
public enum CodeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A position claims more stages than the vocabulary has.
  case depthOutOfRange(position: Int, depth: Int, stageCount: Int)
  /// A code is not below its stage's vocabulary.
  case codeOutOfRange(position: Int, stage: Int, code: Int, vocabulary: Int)
  /// There are more or fewer codes than the depths ask for.
  case wrongCount(found: Int, needed: Int)
  /// There are more or fewer positions than the layout has.
  case wrongPositions(found: Int, layout: String)
  /// The offsets of sequences do not ascend from 0 to the count of tokens.
  case wrongOffsets(tokens: Int)

  /// What disagrees with what.
  public var description: String {
    switch self {
    case .depthOutOfRange(let position, let depth, let stageCount):
      "position \(position) claims \(depth) stages of \(stageCount)"
    case .codeOutOfRange(let position, let stage, let code, let vocabulary):
      "position \(position), stage \(stage): code \(code) is outside 0..<\(vocabulary)"
    case .wrongCount(let found, let needed):
      "\(found) codes where the depths ask for \(needed)"
    case .wrongPositions(let found, let layout):
      "\(found) positions do not fill a \(layout)"
    case .wrongOffsets(let tokens):
      "the offsets of sequences do not ascend from 0 to \(tokens), the count of tokens"
    }
  }
}
