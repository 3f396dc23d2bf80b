import TestSupport

/// The edges that the architecture page draws, from its block of `Room ─► Room, Room` lines.
enum ArchitecturePage {
  static func edges() throws -> [String: Set<String>] {
    let page = try SourceImports.text(
      of: ProjectFiles.path("Sources/Tessera/Tessera.docc/Architecture.md"))
    let block = page.split(separator: "```edges", maxSplits: 1).last?
      .split(separator: "```", maxSplits: 1).first
    var edges: [String: Set<String>] = [:]
    for line in (block ?? "").split(separator: "\n") {
      let sides = line.split(separator: "─►")
      guard sides.count == 2 else { continue }
      let names = sides[1].split { ", ".contains($0) }.map(String.init)
      edges[sides[0].filter { $0 != " " }] = Set(names)
    }
    return edges
  }

  /// Every module that the page names on either side of an arrow.
  static func names(in edges: [String: Set<String>]) -> Set<String> {
    edges.values.reduce(Set(edges.keys)) { $0.union($1) }
  }
}
