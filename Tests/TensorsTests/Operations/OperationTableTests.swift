import FoundationEssentials
import Tensors
import TestSupport
import Testing

@Suite("The table of operations")
struct OperationTableTests {
  /// Names of the public functions and operators in the sources that return a tensor.
  private static func declaredOperations() throws -> Set<String> {
    var names: Set<String> = []
    for folder in ["Operations", "Convolution", "Gradients"] {
      let path = ProjectFiles.path("Sources/Tensors/" + folder)
      for file in try FileManager.default.contentsOfDirectory(atPath: path) {
        let source = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
        for declaration in source.split(separator: "\n  public ").dropFirst() {
          let heading = declaration.prefix { $0 != "{" }
          let words = heading.split(separator: " ")
          guard heading.contains("-> Tensor "), let keyword = words.firstIndex(of: "func") else {
            continue
          }
          names.insert(String(words[keyword + 1].prefix { $0 != "(" && $0 != "<" }))
        }
      }
    }
    return names
  }

  @Test("every public operation in the sources has its derivative in the table, and no other")
  func completeness() throws {
    let declared = try Self.declaredOperations()
    #expect(declared.count > 40)
    #expect(declared == Set(OperationTable.derivatives.keys))
  }

  @Test("every operation of the table is checked against central differences")
  func coverage() {
    #expect(Set(OperationTable.cases.map(\.operation)) == Set(OperationTable.derivatives.keys))
  }
}

@Suite("The check of gradients")
struct GradientCheckTests {
  private static let square: GradientCheck.Reference = { $0[0].map { $0 * $0 } }

  private static func errors(of operation: @escaping GradientCheck.Operation) -> [Double] {
    GradientCheck(operation, against: square).deviations(on: noise([3, 5])).map(\.error)
  }

  @Test("passes what is right")
  func right() {
    #expect(Self.errors { $0[0] * $0[0] }.allSatisfy { $0 < 1e-6 })
  }

  @Test("catches a gradient of which half is missing, though the result is right")
  func halfGradient() {
    let errors = Self.errors { $0[0] * $0[0].detached() }
    #expect(errors[0] < 1e-6)
    #expect(errors[1] > 0.1)
  }

  @Test("catches a gradient that does not flow at all")
  func noGradient() {
    let errors = Self.errors { ($0[0] * $0[0]).detached() }
    #expect(errors[0] < 1e-6)
    #expect(errors[1] > 0.1)
  }

  @Test("catches one wrong element of the result, a wrong shape and a NaN, and says where")
  func wrongResults() {
    let spoiled =
      Tensor(shape: [3, 5])
      + Tensor(
        shape: [3, 5], elements: (0..<15).map { $0 == 7 ? 1e-3 : 0 })
    let deviations = GradientCheck({ $0[0] * $0[0] + spoiled }, against: Self.square)
      .deviations(on: noise([3, 5]))
    #expect(deviations[0].error > 1e-4)
    #expect(deviations[0].description.contains("at [1, 2]"))
    #expect(Self.errors { ($0[0] * $0[0]).reshaped([5, 3]) } == [.infinity])
    let nan = Tensor(shape: [], repeating: .nan)
    #expect(Self.errors { $0[0] * $0[0] + nan }[0] == .infinity)
  }
}
