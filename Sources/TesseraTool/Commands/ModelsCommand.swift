import ArgumentParser
import Tessera

/// The command `tessera models`.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models at hand, or show one with its card.")

  @Argument(help: "A model's name or folder.")
  var name: String?

  func run() throws {
    if let name {
      try show(ModelOptions.catalog.model(named: name))
    } else {
      list(ModelOptions.catalog)
    }
  }

  private func list(_ catalog: ModelCatalog) {
    var table = TextTable([("model", .left), ("encodes", .left), ("folder", .left)])
    for model in catalog.models() {
      table.add([model.name, model.family.media.rawValue, model.path])
    }
    table.lines.forEach { print($0) }
  }

  private func show(_ model: ModelFolder) throws {
    print("model    \(model.name)")
    print("family   \(model.family.rawValue)")
    print("folder   \(model.path)")
    print("sha-256  \(try model.weightsDigest())")
    if let card = model.card() { print("\n" + card) }
  }
}
