import Exports
import FoundationEssentials
import Testing

@Suite("A plan gives every token its place")
struct VocabularyPlanTests {
  private static let modalities = [
    VocabularyPlan.Modality("image", tokenCount: 100, begins: true, ends: true, classCount: 10),
    VocabularyPlan.Modality("sound", tokenCount: 50, ends: true),
  ]

  @Test("special tokens last, and first")
  func ranges() throws {
    func list(_ plan: VocabularyPlan) -> [String] {
      plan.ranges.map { "\($0.name) \($0.first) \($0.count)" }
    }
    #expect(
      list(try VocabularyPlan(Self.modalities)) == [
        "image 0 100", "sound 100 50", "image.begin 150 1", "image.end 151 1",
        "image.class 152 10", "sound.end 162 1",
      ])
    let first = try VocabularyPlan(Self.modalities, specialTokens: .first, reserved: 1000)
    #expect(
      list(first) == [
        "reserved 0 1000", "image.begin 1000 1", "image.end 1001 1", "image.class 1002 10",
        "sound.end 1012 1", "image 1013 100", "sound 1113 50",
      ])
    #expect(first.size == 1163)
  }

  @Test("sequences in their places, and back")
  func framing() throws {
    let plan = try VocabularyPlan(Self.modalities, reserved: 7)
    let image = try plan.layout(of: "image")
    let record = TokenRecord(name: "x", tokens: [0, 99, 5], classID: 9)
    let framed = try image.framed(record)
    #expect(framed.tokens == [157, 168, 7, 106, 12, 158])
    #expect(framed.classID == 9)
    let content = try image.content(of: framed.tokens)
    #expect(content.tokens == record.tokens)
    #expect(content.classID == 9)
    #expect(content.isWhole)
    let sound = try plan.layout(of: "sound")
    let sounding = try sound.framed(TokenRecord(name: "y", tokens: [1, 2]))
    #expect(sounding.tokens == [108, 109, 169])
    #expect(try sound.content(of: sounding.tokens).tokens == [1, 2])
  }

  @Test("a sequence cut anywhere gives what is there and says that the end is missing")
  func cut() throws {
    let layout = try VocabularyPlan(Self.modalities).layout(of: "image")
    let tokens = try layout.framed(TokenRecord(name: "x", tokens: [3, 4, 5], classID: 1)).tokens
    for end in 0..<tokens.count {
      let content = try layout.content(of: tokens[..<end])
      #expect(content.tokens == Array([3, 4, 5].prefix(max(end - 2, 0))))
      #expect(content.classID == (end < 2 ? nil : 1))
      #expect(!content.isWhole)
    }
  }

  @Test("special tokens stand around every row")
  func rows() throws {
    let layout = try VocabularyPlan(Self.modalities).layout(of: "sound")
    let framed = try layout.framed(TokenRecord(name: "x", tokens: [1, 2, 3, 4], rowCount: 2))
    #expect(framed.tokens == [101, 102, 162, 103, 104, 162])
    #expect(framed.rowCount == 2)
  }

  @Test("a record without a class, or of one too many, is refused by name")
  func classes() throws {
    let layout = try VocabularyPlan(Self.modalities).layout(of: "image")
    for classID in [nil, 10] {
      #expect(
        throws: VocabularyPlanError.noClassToken(item: "x", classID: classID, classCount: 10)
      ) { try layout.framed(TokenRecord(name: "x", tokens: [1], classID: classID)) }
    }
    #expect(throws: VocabularyPlanError.self) {
      try layout.framed(TokenRecord(name: "x", tokens: [100], classID: 0))
    }
  }

  @Test("tokens that the plan would not have placed are refused, with their position")
  func unexpected() throws {
    let layout = try VocabularyPlan(Self.modalities).layout(of: "image")
    for (tokens, position): ([UInt32], Int) in [
      ([3], 0), ([150, 3], 1), ([150, 152, 3, 100], 3), ([150, 152, 3, 151, 3], 4),
    ] {
      let error = #expect(throws: VocabularyPlanError.self) { try layout.content(of: tokens) }
      guard case .unexpectedToken(position, tokens[position], _) = error else {
        Issue.record("\(tokens): \(String(describing: error))")
        continue
      }
    }
  }

  @Test("what cannot be planned is refused")
  func refusals() {
    typealias Modality = VocabularyPlan.Modality
    let impossible: [[Modality]] = [
      [], [Modality("a", tokenCount: 0)], [Modality("a", tokenCount: -1)],
      [Modality("", tokenCount: 1)], [Modality("a.b", tokenCount: 1)],
      [Modality("reserved", tokenCount: 1)],
      [Modality("a", tokenCount: 1), Modality("a", tokenCount: 1)],
      [Modality("a", tokenCount: Int(UInt32.max), begins: true)],
      [Modality("a", tokenCount: .max), Modality("b", tokenCount: .max)],
      [Modality("a", tokenCount: 1, classCount: -1)],
    ]
    for modalities in impossible {
      #expect(throws: VocabularyPlanError.self, "\(modalities)") { try VocabularyPlan(modalities) }
    }
    #expect(throws: VocabularyPlanError.self) {
      try VocabularyPlan([Modality("a", tokenCount: 1)], reserved: -1)
    }
    #expect(throws: VocabularyPlanError.noSuchModality("text", known: ["image", "sound"])) {
      try VocabularyPlan(Self.modalities).layout(of: "text")
    }
    #expect(throws: VocabularyPlanError.self) {
      try VocabularyPlan(Self.modalities).layout(of: "image.begin")
    }
  }

  @Test("a plan is read back from a description")
  func coding() throws {
    let plan = try VocabularyPlan(Self.modalities, specialTokens: .first, reserved: 3)
    let json = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(VocabularyPlan.self, from: json) == plan)
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains(#""size":166"#))
  }
}
