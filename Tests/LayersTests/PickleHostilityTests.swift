import Bytes
import Layers
import TestSupport
import Testing

@Suite(
  "A hostile pickle ends in an error, quickly and in little memory", .timeLimit(.minutes(1)))
struct PickleHostilityTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func error(_ pickle: [UInt8]) throws -> CheckpointError {
    try #require(throws: CheckpointError.self) {
      try HandmadeArchive(pickle: pickle).opened(in: folder)
    }
  }

  /// A name that is looked up, by each of the ways that pickles know.
  static let lookups: [[UInt8]] = [
    HandmadePickle.whole(HandmadePickle.global("os", "system")),
    HandmadePickle.whole(
      HandmadePickle.call(HandmadePickle.global("os", "system"), [HandmadePickle.text("true")])),
    [0x80, 4] + [0x8C, 2] + Array("os".utf8) + [0x8C, 6] + Array("system".utf8) + [0x93, 0x2E],
    HandmadePickle.whole(
      Array("(".utf8) + HandmadePickle.text("true") + Array("ios\nsystem\n".utf8)),
  ]

  @Test("a foreign name is refused as soon as it is looked up", arguments: lookups)
  func lookup(pickle: [UInt8]) throws {
    guard case .foreignObject(_, "os.system") = try error(pickle) else {
      Issue.record("\(try error(pickle))")
      return
    }
  }

  @Test(
    "no name outside the list can be looked up",
    arguments: [
      ("builtins", "eval"), ("builtins", "getattr"), ("builtins", "list"), ("torch", "load"),
      ("torch", "hub.load"), ("torch", "ComplexFloatStorage"), ("torch", "float8_e4m3fn"),
      ("torch._utils", "_rebuild_qtensor"), ("collections", "OrderedDict.fromkeys"),
      ("numpy.core.multiarray", "_reconstruct"), ("", ""), ("os\u{1B}[31m", "x y"),
    ])
  func names(module: String, name: String) throws {
    let failure = try error(HandmadePickle.whole(HandmadePickle.global(module, name)))
    guard case .foreignObject(_, let shown) = failure else { throw failure }
    #expect(shown.utf8.allSatisfy { (0x21...0x7E).contains($0) })
  }

  /// Pickles that break the rules of pickles, or of what PyTorch writes.
  static let broken: [(what: String, pickle: [UInt8])] = [
    ("nothing", []), ("only a stop", Array(".".utf8)), ("no stop", Array("}".utf8)),
    ("an unknown operation", [0xFF]), ("protocol 6", [0x80, 6]), ("pop", Array("0.".utf8)),
    ("a tuple without a mark", Array("t.".utf8)), ("reduce of nothing", Array("R.".utf8)),
    ("pop below a mark", Array("}(0000.".utf8)), ("append to nothing", Array("(N(e.".utf8)),
    ("append to a dictionary", Array("}Na.".utf8)), ("set in a list", Array("]NNs.".utf8)),
    ("a key without a value", Array("}(Nu.".utf8)), ("an unknown memo", Array("h\u{5}.".utf8)),
    ("memo of nothing", Array("q\u{5}.".utf8)), ("call of a number", Array("K\u{5})R.".utf8)),
    ("call without a tuple", HandmadePickle.global("torch", "Size") + Array("NR.".utf8)),
    ("call of a type", HandmadePickle.global("torch", "FloatStorage") + Array(")R.".utf8)),
    ("state of a list", Array("]}b.".utf8)), ("a storage of nothing", Array("NQ.".utf8)),
    ("a short storage", HandmadePickle.tuple([HandmadePickle.text("storage")]) + Array("Q.".utf8)),
    (
      "a set of a number",
      HandmadePickle.call(
        HandmadePickle.global("builtins", "set"), [HandmadePickle.integer(1)]) + Array(".".utf8)
    ),
    (
      "a tensor of nothing",
      HandmadePickle.call(
        HandmadePickle.global("torch._utils", "_rebuild_tensor_v2"), []) + Array(".".utf8)
    ),
    (
      "a parameter of nothing",
      HandmadePickle.call(
        HandmadePickle.global("torch._utils", "_rebuild_parameter"), []) + Array(".".utf8)
    ),
    (
      "a dictionary of numbers",
      HandmadePickle.call(
        HandmadePickle.global("collections", "OrderedDict"), [Array("(K\u{1}K\u{2}l".utf8)])
        + Array(".".utf8)
    ),
    ("text beyond the end", Array("X".utf8) + [0xFF, 0xFF, 0xFF, 0xFF]),
    ("text of 2⁶⁴ bytes", [0x8D] + Array(repeating: 0xFF, count: 8)),
    ("bytes of 2⁶³ bytes", [0x8E, 0, 0, 0, 0, 0, 0, 0, 0x80]),
    ("a number of -1 bytes", [0x8B, 0xFF, 0xFF, 0xFF, 0xFF]),
    ("a number of 2³¹ bytes", [0x8B, 0xFF, 0xFF, 0xFF, 0x7F]),
    ("text that is not UTF-8", Array("X".utf8) + [1, 0, 0, 0, 0xFF, 0x2E]),
    ("a name that is not UTF-8", Array("c".utf8) + [0xFF, 0x0A, 0x0A, 0x2E]),
    ("a name without an end", Array("ctorch".utf8)),
    ("a looked up number", Array("NN".utf8) + [0x93, 0x2E]),
  ]

  @Test("broken pickles are refused", arguments: broken)
  func malformed(what: String, pickle: [UInt8]) throws {
    switch try error(pickle) {
    case .malformedArchive, .unsupported: break
    case let other: Issue.record("\(what): \(other)")
    }
  }

  /// Containers a million deep: closed lists and tuples, and containers behind marks left open.
  static let nests: [[UInt8]] = [
    repeated("]") + repeated("a") + Array(".".utf8), Array("N".utf8) + repeated([0x85], "."),
    repeated("](") + Array(".".utf8), repeated("}N") + Array(".".utf8),
  ]

  private static func repeated(_ piece: String) -> [UInt8] { repeated(Array(piece.utf8)) }

  private static func repeated(_ piece: [UInt8], _ end: String = "") -> [UInt8] {
    Array(repeatElement(piece, count: 1 << 20).joined()) + Array(end.utf8)
  }

  @Test("a million nested containers", arguments: nests.indices)
  func deepNesting(index: Int) throws {
    switch try error(Self.nests[index]) {
    case .missingRoot, .malformedArchive: break
    case let other: throw other
    }
  }

  @Test("containers that hold themselves")
  func cycles() throws {
    let list = Array("]q\u{0}h\u{0}a.".utf8)
    guard case .missingRoot = try error(list) else { throw try error(list) }
    let state = HandmadePickle.text("state_dict"), model = HandmadePickle.text("model")
    let dictionary =
      Array("}q\u{0}".utf8) + state + Array("h\u{0}s".utf8) + model
      + Array("h\u{0}s.".utf8)
    guard case .missingRoot = try error(dictionary) else { throw try error(dictionary) }
  }

  @Test("a bomb of lists that double costs what it takes in the file")
  func doubling() throws {
    var pickle: [UInt8] = Array("]q\u{0}".utf8)
    for level in UInt8(1)..<200 {
      pickle +=
        Array("](h".utf8) + [level - 1] + Array("h".utf8) + [level - 1]
        + Array("eq".utf8) + [level]
    }
    guard case .missingRoot = try error(pickle + Array(".".utf8)) else {
      throw try error(pickle + Array(".".utf8))
    }
  }

  @Test("more operations than any checkpoint needs are refused")
  func endless() throws {
    let pickle = [0x80, 2] + Array(repeating: UInt8(ascii: "N"), count: 9 << 20) + Array(".".utf8)
    let failure = try error(pickle)
    guard case .unsupported = failure else { throw failure }
  }

  @Test("long shapes repeated often, and long dictionaries copied often, run out of steps")
  func repeatedCopies() throws {
    let pairs = Array(repeating: Array("(NNt".utf8), count: 60_000).joined()
    let copy =
      HandmadePickle.global("collections", "OrderedDict") + Array("h\u{0}".utf8) + [0x85]
      + Array("R0".utf8)
    let pickle =
      Array("](".utf8) + pairs + Array("eq\u{0}0".utf8)
      + Array(repeating: copy, count: 200).joined() + Array("N.".utf8)
    let failure = try error(pickle)
    guard case .unsupported = failure else { throw failure }
  }
}
