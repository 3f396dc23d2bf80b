/// Gives every item of a token file a safe and different file name below a folder.
struct OutputNames {
  /// One relative path an item.
  let paths: [String]

  /// Names items: each keeps its own name with the new extension; where two would be equal, the
  /// old extension stays before the new one, and where that is not enough a number is added.
  ///
  /// - Parameter items: each item's name and the extension of what it becomes.
  init(_ items: [(name: String, fileExtension: String)]) {
    let short = items.map { Self.replacingExtension(of: Self.safe($0.name), by: $0.fileExtension) }
    let counts = Dictionary(short.map { ($0, 1) }, uniquingKeysWith: +)
    var taken = Set<String>()
    paths = items.indices.map { index in
      var path = short[index]
      if counts[path] != 1 {
        path = Self.safe(items[index].name) + "." + items[index].fileExtension
      }
      var number = 2
      let base = path
      while !taken.insert(path).inserted {
        path = Self.replacingExtension(of: base, by: "\(number).\(items[index].fileExtension)")
        number += 1
      }
      return path
    }
  }

  /// A name without anything that would lead out of the folder it is put into.
  private static func safe(_ name: String) -> String {
    let parts = name.split(separator: "/").filter { $0 != "." && $0 != ".." }
    let safe = parts.joined(separator: "/").filter { $0 != "\0" }
    return safe.isEmpty ? "item" : safe
  }

  private static func replacingExtension(of name: String, by fileExtension: String) -> String {
    let start = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    guard let dot = name[start...].lastIndex(of: "."), dot != start else {
      return name + "." + fileExtension
    }
    return name[..<dot] + "." + fileExtension
  }
}
