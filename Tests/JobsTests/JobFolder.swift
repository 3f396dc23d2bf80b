import Bytes
import Jobs
import Media
import TestSupport
import Tokenizers

/// A temporary folder with a small model of each kind of media, the defaults of a catalog there.
struct JobFolder {
  let folder: TemporaryFolder
  let models: ModelSelection

  /// A model's files by their names, made once by a fit job.
  private typealias Files = [String: [UInt8]]

  private static let image = Result {
    try fitted(
      .image(seed: 1, componentCount: 12, stageCount: 3, codebookSize: 16, vectorLimit: 1500),
      to: ["houses.png", "tulips.png"])
  }
  private static let audio = Result {
    try fitted(
      .audio(seed: 1, componentCount: 12, stageCount: 3, codebookSize: 16, vectorLimit: 1500),
      to: ["speech_en.wav", "strings.wav"])
  }

  private static func fitted(_ fit: LinearFit, to samples: [String]) throws -> Files {
    let folder = try TemporaryFolder()
    let job = FitJob(
      inputs: try Input.expand(samples.map(sample)), fit: fit, command: "tessera fit")
    _ = try job.run(to: folder.path)
    let files = try Folder.names(in: folder.path).map { name in
      (name, try MappedFile(path: folder.file(name)).allBytes())
    }
    return Dictionary(uniqueKeysWithValues: files)
  }

  init() throws {
    folder = try TemporaryFolder()
    for (model, files) in [("linear-image", Self.image), ("linear-audio", Self.audio)] {
      try Folder.make(folder.file("models/" + model))
      for (name, bytes) in try files.get() {
        _ = try folder.write(bytes, to: "models/\(model)/\(name)")
      }
    }
    models = try ModelSelection(catalog: ModelCatalog(roots: [folder.file("models")]))
  }

  /// The path of a committed sample.
  static func sample(_ name: String) -> String { ProjectFiles.path("Assets/samples/" + name) }

  /// Copies a committed sample into the folder and returns its path.
  func copy(_ sample: String, to name: String) throws -> String {
    try Folder.make(Folder.parent(of: folder.file(name)))
    return try folder.write(MappedFile(path: Self.sample(sample)).allBytes(), to: name)
  }

  /// Writes a small picture into the folder and returns its path.
  func writePicture(_ name: String, width: Int = 16, height: Int = 8) throws -> String {
    let picture = PixelImage(
      width: width, height: height,
      samples: (0..<width * height * 3).map { UInt8($0 * 7 % 251) })
    try Folder.make(Folder.parent(of: folder.file(name)))
    try picture.write(to: folder.file(name), as: .png)
    return folder.file(name)
  }
}
