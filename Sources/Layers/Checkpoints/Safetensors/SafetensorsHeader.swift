import Bytes
import FoundationEssentials

/// The parsed and checked header of a safetensors file.
struct SafetensorsHeader {
  /// Every tensor's type, shape and range in the file.
  let entries: [String: TensorEntry]
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
    let json = file.bytes(in: 8..<dataStart)
    guard String(validating: json, as: UTF8.self) != nil else {
      throw malformed("its header is not UTF-8 text")
    }
    let fields: [String: Field]
    do {
      fields = try JSONDecoder().decode([String: Field].self, from: Data(json))
    } catch {
      throw malformed("its header is not the JSON that the format asks for")
    }
    guard Self.memberCount(ofObject: json) == fields.count else {
      throw malformed("two of its tensors have the same name")
    }
    var entries: [String: TensorEntry] = [:]
    var metadata: [String: String] = [:]
    for (name, field) in fields {
      switch field {
      case .metadata(let text):
        guard name == "__metadata__" else {
          throw malformed("\(name) has no dtype, shape and data_offsets")
        }
        metadata = text
      case .tensor(let description):
        guard let elementType = ElementType(rawValue: description.dtype) else {
          throw malformed("\(name) is of type \(description.dtype), which is not read here")
        }
        let range = try description.range(of: elementType, dataCount: file.count - dataStart) {
          malformed("\(name) \($0)")
        }
        entries[name] = TensorEntry(
          elementType: elementType, shape: description.shape, start: dataStart + range.lowerBound)
      }
    }
    try Self.checkCoverage(entries, of: dataStart..<file.count, malformed)
    self.entries = entries
    self.metadata = metadata
  }

  /// How many members a valid JSON object has, equal names counted apart: a decoder keeps only one
  /// of them and does not tell.
  private static func memberCount(ofObject json: [UInt8]) -> Int {
    var (members, depth, withinText, escaped) = (0, 0, false, false)
    for byte in json {
      if withinText {
        withinText = escaped || byte != UInt8(ascii: "\"")
        escaped = !escaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): withinText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ":") where depth == 1: members += 1
      default: break
      }
    }
    return members
  }

  /// The reference implementation's rule: sorted by their offsets, every tensor begins where the one
  /// before it ends, the first at the section's start, and the last ends with the file.
  private static func checkCoverage(
    _ entries: [String: TensorEntry], of section: Range<Int>,
    _ malformed: (String) -> CheckpointError
  ) throws {
    let ordered = entries.map { (name: $0, range: $1.range) }.sorted { one, other in
      (one.range.lowerBound, one.range.upperBound, one.name)
        < (other.range.lowerBound, other.range.upperBound, other.name)
    }
    var (end, before) = (section.lowerBound, "the header")
    for (name, range) in ordered {
      guard range.lowerBound >= end else { throw malformed("\(before) and \(name) overlap") }
      guard range.lowerBound == end else {
        throw malformed("\(range.lowerBound - end) bytes before \(name) belong to no tensor")
      }
      (end, before) = (range.upperBound, name)
    }
    guard end == section.upperBound else {
      throw malformed("its last \(section.upperBound - end) bytes belong to no tensor")
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
  let dtype: String
  let shape: [Int]
  let offsets: [Int]

  private enum CodingKeys: String, CodingKey {
    case dtype
    case shape
    case offsets = "data_offsets"
  }

  /// The range within the data section, checked against shape, type and the section's size.
  func range(
    of type: ElementType, dataCount: Int, _ malformed: (String) -> CheckpointError
  ) throws -> Range<Int> {
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= dataCount
    else { throw malformed("lies outside the file (offsets \(offsets))") }
    var byteCount = type.byteCount
    for extent in shape {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { throw malformed("has an impossible shape \(shape)") }
      byteCount = product
    }
    guard byteCount == offsets[1] - offsets[0] else {
      throw malformed("has \(offsets[1] - offsets[0]) bytes for shape \(shape) of \(dtype)")
    }
    return offsets[0]..<offsets[1]
  }
}
