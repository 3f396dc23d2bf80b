import Media
import Testing

@Suite("A clip of sound")
struct AudioClipTests {
  @Test("Counts samples a channel and seconds")
  func extent() {
    let clip = AudioClip(sampleRate: 8000, channels: [[0, 0, 0, 0], [1, 1, 1, 1]])
    #expect(clip.sampleCount == 4)
    #expect(clip.seconds == 0.0005)
  }

  @Test("Mixing down takes the mean of the channels")
  func mixdown() {
    let clip = AudioClip(sampleRate: 8000, channels: [[0.5, 1], [-0.5, 1], [0.75, -2]])
    #expect(clip.mixedDown() == AudioClip(sampleRate: 8000, channels: [[0.25, 0]]))
  }

  @Test("One channel is its own mixdown")
  func monophonicMixdown() {
    let clip = AudioClip(sampleRate: 8000, channels: [[0.1, -0.7]])
    #expect(clip.mixedDown() == clip)
  }
}
