/// Gives every item of a token file a safe and different file name below a folder.
package struct OutputNames {
  /// One relative path an item.
  package let paths: [String]

  /// Names items: each keeps its own name with the new extension; where two would be equal, the
  /// old extension stays before the new one, and where that is not enough a number is added.
  ///
  /// - Parameter items: each item's name and the extension of what it becomes.
  package init(_ items: [(name: String, fileExtension: String)]) {
    let safe = items.map { Self.safe($0.name) }
    let short = zip(safe, items).map { Self.replacingExtension(of: $0, by: $1.fileExtension) }
    let counts = Dictionary(short.map { ($0, 1) }, uniquingKeysWith: +)
    let wanted = items.indices.map { index in
      counts[short[index]] == 1 ? short[index] : safe[index] + "." + items[index].fileExtension
    }
    paths = Self.different(zip(wanted, items.map(\.fileExtension)))
  }

  /// Names files: each keeps its whole name with an extension behind it, and where two would be
  /// equal a number is added.
  package init(appending fileExtension: String, to names: [String]) {
    paths = Self.different(names.map { (Self.safe($0) + "." + fileExtension, fileExtension) })
  }

  private static func different(_ wanted: some Sequence<(String, String)>) -> [String] {
    var taken = Set<String>()
    return wanted.map { name, fileExtension in
      var path = name
      var number = 2
      while !taken.insert(path).inserted {
        path = replacingExtension(of: name, by: "\(number).\(fileExtension)")
        number += 1
      }
      return path
    }
  }

  /// A name without anything that would lead out of the folder it is put into.
  ///
  /// Slashes are looked for as the file system sees them: in Swift's characters, one that carries an
  /// accent is no slash.
  private static func safe(_ name: String) -> String {
    let parts = name.unicodeScalars.split(separator: "/").map {
      String($0.filter { $0 != "\0" })
    }
    let safe = parts.filter { !["", ".", ".."].contains($0) }.joined(separator: "/")
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
