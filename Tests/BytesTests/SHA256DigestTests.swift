import Bytes
import FoundationEssentials
import TestSupport
import Testing

@Suite("SHA-256")
struct SHA256DigestTests {
  /// FIPS 180-2 appendix B, and the digest of nothing.
  @Test(
    "published values",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func publishedValues(text: String, digits: String) throws {
    let digest = SHA256Digest(of: Array(text.utf8))
    #expect(digest.description == digits)
    #expect(SHA256Digest(hexadecimal: digits) == digest)
    let folder = try TemporaryFolder()
    let file = try MappedFile(path: folder.write(Array(text.utf8), to: "file"))
    #expect(SHA256Digest(of: file) == digest)
  }

  @Test("only 64 hexadecimal digits are a digest")
  func hexadecimal() {
    let digits = String(repeating: "0aF9", count: 16)
    #expect(SHA256Digest(hexadecimal: digits)?.description == digits.lowercased())
    #expect(SHA256Digest(hexadecimal: String(digits.dropLast())) == nil)
    #expect(SHA256Digest(hexadecimal: digits + "0") == nil)
    #expect(SHA256Digest(hexadecimal: "g" + digits.dropFirst()) == nil)
    #expect(SHA256Digest(hexadecimal: "０" + digits.dropFirst()) == nil)
    #expect(SHA256Digest(hexadecimal: " " + digits) == nil)
  }

  @Test("as JSON it is a string of its digits")
  func json() throws {
    let digest = SHA256Digest(of: [1, 2, 3])
    let json = try JSONEncoder().encode([digest])
    #expect(String(decoding: json, as: UTF8.self) == "[\"\(digest)\"]")
    #expect(try JSONDecoder().decode([SHA256Digest].self, from: json) == [digest])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([SHA256Digest].self, from: Data(#"["00"]"#.utf8))
    }
  }
}
