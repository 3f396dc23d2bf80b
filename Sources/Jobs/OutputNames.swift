/// Gives every item a safe file name below a folder, and no two the same.
package struct OutputNames {
  /// One relative path an item.
  package let paths: [String]

  /// Names what items become: each keeps its own name with the new extension; where two would be
  /// equal, the old extension stays before the new one, and where that is not enough a number is
  /// added.
  ///
  /// - Parameter items: each item's name and the extension of what it becomes.
  package init(replacingExtensionsOf items: [(name: String, fileExtension: String)]) {
    let short = items.map { FileExtension.replaced(in: Self.safe($0.name), by: $0.fileExtension) }
    let counts = Dictionary(short.map { ($0, 1) }, uniquingKeysWith: +)
    paths = Self.numbered(
      zip(items, short).map { item, path in
        counts[path] == 1 ? path : Self.safe(item.name) + "." + item.fileExtension
      })
  }

  /// Names files that are about items: each keeps its whole name and gets the extension behind it;
  /// where two would be equal, a number is added.
  package init(appending fileExtension: String, to names: [String]) {
    paths = Self.numbered(names.map { Self.safe($0) + "." + fileExtension })
  }

  /// The paths, with a number before the extension of each that was there already.
  private static func numbered(_ paths: [String]) -> [String] {
    var taken = Set<String>()
    return paths.map { base in
      var path = base
      var number = 2
      while !taken.insert(path).inserted {
        path = FileExtension.replaced(in: base, by: "\(number)." + (FileExtension.of(base) ?? ""))
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
}
