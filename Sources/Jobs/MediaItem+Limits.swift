import Media
import TokenStreams

extension MediaItem.Options {
  /// Refuses media whose claimed size is over the limits, before anything of that size is allocated.
  ///
  /// - Throws: `MediaError.limitExceeded`, with `source` as the one to blame.
  func check(_ original: OriginalMedia, source: String) throws(MediaError) {
    switch original {
    case .image(let width, let height):
      try image.checkSize(width: width, height: height, source: source)
    case .audio(let sampleRate, let channels, let sampleCount):
      try audio.checkDuration(
        sampleCount: sampleCount, sampleRate: sampleRate, channels: channels, source: source)
    }
  }
}
