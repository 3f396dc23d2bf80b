import Media
import TestSupport
import Tokenizers

/// Small linear models, fitted to the committed samples once for all tests.
enum FittedModels {
  /// Pictures to learn from and to encode.
  static let pictures = ["houses.png", "parrots.png", "ship.jpg", "sign.jpg", "vest.jpg"]
  /// Sounds to learn from and to encode, all of one channel at 16 kHz.
  static let sounds = ["speech_de.flac", "speech_en.wav", "strings.wav"]

  /// What every fit here learns for pictures.
  static let imageFit = LinearFit.image(
    seed: 1, componentCount: 16, stageCount: 3, codebookSize: 32, vectorLimit: 4000)
  /// What every fit here learns for sound.
  static let audioFit = LinearFit.audio(
    seed: 1, componentCount: 16, stageCount: 3, codebookSize: 32, vectorLimit: 4000)

  private static let image = Result {
    try imageFit.fit(count: pictures.count, image: { try picture(pictures[$0]) })
  }
  private static let audio = Result {
    try audioFit.fit(count: sounds.count, clip: { try sound(sounds[$0]) })
  }

  /// Decodes a committed picture.
  static func picture(_ name: String) throws -> PixelImage {
    try PixelImage(contentsOf: ProjectFiles.path("Assets/samples/" + name))
  }

  /// Decodes a committed sound.
  static func sound(_ name: String) throws -> AudioClip {
    try AudioClip(contentsOf: ProjectFiles.path("Assets/samples/" + name))
  }

  /// Writes the picture model into a folder.
  static func imageModel(in folder: TemporaryFolder, name: String = "image") throws -> ModelFolder {
    try image.get().write(to: folder.file(name))
    return try ModelFolder(path: folder.file(name))
  }

  /// Writes the sound model into a folder.
  static func audioModel(in folder: TemporaryFolder, name: String = "audio") throws -> ModelFolder {
    try audio.get().write(to: folder.file(name))
    return try ModelFolder(path: folder.file(name))
  }
}
