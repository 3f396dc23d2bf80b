import ArgumentParser
import Tessera

/// How large media may be, and how they are decoded.
struct MediaOptions: ParsableArguments {
  @Option(help: "Largest picture that is decoded, in pixels.")
  var pixelLimit = ImageDecoding().pixelLimit

  @Option(help: "Longest sound that is decoded, in seconds.")
  var durationLimit = AudioDecodingOptions().durationLimit

  @Option(help: "Colour behind transparent pixels, RRGGBB.")
  var background = "ffffff"

  func validate() throws {
    guard PixelColor(hexadecimal: background) != nil else {
      throw ValidationError("--background takes six hexadecimal digits, not '\(background)'")
    }
    guard pixelLimit > 0, durationLimit > 0 else {
      throw ValidationError("--pixel-limit and --duration-limit take numbers above 0")
    }
  }

  /// The options of both kinds.
  var decoding: MediaItem.Options {
    var options = MediaItem.Options()
    options.image.pixelLimit = pixelLimit
    if let color = PixelColor(hexadecimal: background) {
      options.image.alpha = .composite(over: color)
    }
    options.audio.durationLimit = durationLimit
    return options
  }
}
