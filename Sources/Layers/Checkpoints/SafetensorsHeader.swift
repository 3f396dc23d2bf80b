import Bytes
import FoundationEssentials

/// The parsed and checked header of a safetensors file.
struct SafetensorsHeader {
  /// Every tensor's type, shape and range in the file.
  let entries: [String: SafetensorsFile.Entry]
  /// The header's `__metadata__`.
  let metadata: [String: String]

  /// The reference implementation refuses longer headers too (100 MB).
  private static let largestHeader = 100_000_000

  /// Parses the header of a mapped file.
  ///
  /// - Throws: `CheckpointError.malformed`.
  init(file: MappedFile) throws {
    func malformed(_ reason: String) -> CheckpointError {
      .malformed(path: file.path, reason: reason)
    }
    guard file.count >= 8 else { throw malformed("it is shorter than its header length") }
    let lengthField = file.bytes(in: 0..<8)
    let length = lengthField.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.largestHeader), Int(length) <= file.count - 8 else {
      throw malformed("its header claims \(length) bytes of \(file.count)")
    }
    let dataStart = 8 + Int(length)
    let fields: [String: Field]
    do {
      let json = Data(file.bytes(in: 8..<dataStart))
      fields = try JSONDecoder().decode([String: Field].self, from: json)
    } catch {
      throw malformed("its header is not the JSON that the format asks for")
    }
    var entries: [String: SafetensorsFile.Entry] = [:]
    var metadata: [String: String] = [:]
    for (name, field) in fields {
      switch field {
      case .metadata(let text):
        guard name == "__metadata__" else {
          throw malformed("\(name) has no dtype, shape and data_offsets")
        }
        metadata = text
      case .tensor(let description):
        let range = try description.range(dataCount: file.count - dataStart) {
          malformed("\(name) \($0)")
        }
        entries[name] = SafetensorsFile.Entry(
          elementType: description.dtype, shape: description.shape,
          range: dataStart + range.lowerBound..<dataStart + range.upperBound)
      }
    }
    try Self.checkDisjoint(entries, malformed)
    self.entries = entries
    self.metadata = metadata
  }

  private static func checkDisjoint(
    _ entries: [String: SafetensorsFile.Entry], _ malformed: (String) -> CheckpointError
  ) throws {
    let ordered = entries.filter { !$0.value.range.isEmpty }
      .sorted { $0.value.range.lowerBound < $1.value.range.lowerBound }
    for (one, next) in zip(ordered, ordered.dropFirst())
    where next.value.range.lowerBound < one.value.range.upperBound {
      throw malformed("\(one.key) and \(next.key) overlap")
    }
  }
}

/// One value of the header's JSON object: a tensor's description, or free text.
private enum Field: Decodable {
  case tensor(TensorDescription)
  case metadata([String: String])

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode([String: String].self) {
      self = .metadata(text)
    } else {
      self = .tensor(try TensorDescription(from: decoder))
    }
  }
}

private struct TensorDescription: Decodable {
  let dtype: ElementType
  let shape: [Int]
  let offsets: [Int]

  private enum CodingKeys: String, CodingKey {
    case dtype
    case shape
    case offsets = "data_offsets"
  }

  /// The range within the data section, checked against shape, type and the section's size.
  func range(dataCount: Int, _ malformed: (String) -> CheckpointError) throws -> Range<Int> {
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= dataCount
    else { throw malformed("lies outside the file (offsets \(offsets))") }
    var byteCount = dtype.byteCount
    for extent in shape {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { throw malformed("has an impossible shape \(shape)") }
      byteCount = product
    }
    guard byteCount == offsets[1] - offsets[0] else {
      throw malformed(
        "has \(offsets[1] - offsets[0]) bytes for shape \(shape) of \(dtype.rawValue)")
    }
    return offsets[0]..<offsets[1]
  }
}
