import ArgumentParser
import Tessera

/// The command `tessera models`.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models at hand, or show one with its card.")

  @Argument(help: "A model's name or folder.")
  var name: String?

  @Flag(help: "Print the models as JSON.")
  var json = false

  func run() throws {
    let catalog = ModelOptions.catalog
    let models = try name.map { [try catalog.model(named: $0)] } ?? catalog.models()
    if json {
      try JSONOutput.print(models.map(ModelRecord.init))
    } else if name != nil {
      try models.forEach(show)
    } else {
      list(models)
    }
  }

  private func list(_ models: [ModelFolder]) {
    var table = TextTable([("model", .left), ("encodes", .left), ("folder", .left)])
    for model in models {
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

/// One model of `models --json`.
private struct ModelRecord: Encodable {
  let model: String
  let family: String
  let media: String
  let folder: String
  let sha256: String

  init(_ model: ModelFolder) throws {
    self.model = model.name
    family = model.family.rawValue
    media = model.family.media.rawValue
    folder = model.path
    sha256 = "\(try model.weightsDigest())"
  }
}
