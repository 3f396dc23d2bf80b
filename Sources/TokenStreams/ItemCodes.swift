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

/// The codes of one item in the layout its tokenizer gives them.
public enum ItemCodes: Hashable, Sendable {
  case grid(CodeGrid)
  case sequence(CodeSequence)
  case frames(CodeFrames)

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
  case depthOutOfRange(position: Int, depth: Int, stageCount: Int)
  case codeOutOfRange(position: Int, stage: Int, code: Int, vocabulary: Int)
  case wrongCount(found: Int, needed: Int)
  case wrongPositions(found: Int, layout: String)

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
    }
  }
}
