import Conformance
import FoundationEssentials
import Layers
import TestSupport
import Testing

@Suite("Image goldens")
struct ImagePreprocessTests {
  private static let cases = [
    "png", "jpeg", "resize-pil", "shorter-side-crop", "resize-tensor", "metrics",
  ]

  @Test(arguments: cases)
  func everyTensorAgrees(name: String) throws {
    let verification = try Verification(casePath: ProjectFiles.golden("image-preprocess/" + name))
    #expect(verification.family == "image-preprocess/" + name)
    for comparison in verification.comparisons {
      #expect(comparison.passes, "\(comparison)")
    }
    #expect(verification.passes)
  }

  @Test(arguments: cases)
  func everyTensorIsCompared(name: String) throws {
    let path = ProjectFiles.golden("image-preprocess/" + name)
    let compared = Set(try Verification(casePath: path).comparisons.map(\.name))
    let inputs = ["x", "u8"]
    let uncompared = try ProjectFiles.goldenTensors("image-preprocess/" + name).names.filter {
      !compared.contains($0) && !$0.hasPrefix("in.") && !inputs.contains($0)
        && !$0.hasSuffix(".a") && !$0.hasSuffix(".b")
    }
    #expect(uncompared == [])
  }

  @Test(arguments: cases)
  func otherNumbersFail(name: String) throws {
    let folder = try Self.copy(name)
    let path = folder.file("case/io.safetensors")
    var bytes = try Data(contentsOf: URL(filePath: path))
    let headerCount = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    for place in stride(from: 10 + headerCount, to: bytes.count, by: 4) { bytes[place] ^= 0x40 }
    try bytes.write(to: URL(filePath: path))
    let verification = try Verification(casePath: folder.file("case"))
    #expect(!verification.passes)
    #expect(verification.comparisons.filter { !$0.passes }.count > 1)
  }

  @Test(arguments: ["png", "jpeg"])
  func aMissingFileIsAnError(name: String) throws {
    let folder = try Self.copy(name)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("case"))
    let picture = try #require(files.first { $0.hasSuffix(".png") || $0.hasSuffix(".jpg") })
    try FileManager.default.removeItem(atPath: folder.file("case/" + picture))
    #expect(throws: (any Error).self) { try Verification(casePath: folder.file("case")) }
  }

  @Test(arguments: ["png", "jpeg"])
  func aDamagedFileIsAnError(name: String) throws {
    let folder = try Self.copy(name)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("case"))
    let picture = try #require(files.first { $0.hasSuffix(".png") || $0.hasSuffix(".jpg") })
    let path = URL(filePath: folder.file("case/" + picture))
    try Data(contentsOf: path).dropLast(20).write(to: path)
    #expect(throws: (any Error).self) { try Verification(casePath: folder.file("case")) }
  }

  /// A folder with a writable copy of a golden case as `case`.
  private static func copy(_ name: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let source = ProjectFiles.golden("image-preprocess/" + name)
    try FileManager.default.createDirectory(
      atPath: folder.file("case"), withIntermediateDirectories: true)
    for file in try FileManager.default.contentsOfDirectory(atPath: source) {
      let contents = try Data(contentsOf: URL(filePath: source + "/" + file))
      try contents.write(to: URL(filePath: folder.file("case/" + file)))
    }
    return folder
  }
}
