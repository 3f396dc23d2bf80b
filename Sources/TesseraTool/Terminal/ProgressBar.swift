import Synchronization
import Tessera

/// A bar on standard error for anything that takes over a second; silent when nobody watches.
final class ProgressBar: Sendable {
  private let title: String
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  private struct State {
    var lastDrawn: ContinuousClock.Instant?
    var fraction = 0.0
  }

  /// Starts counting time; nothing is drawn yet.
  init(_ title: String, quiet: Bool) {
    self.title = title
    isShown = !quiet && Terminal.isWatched
  }

  /// Draws the fraction done and the time left, at most ten times a second.
  func show(_ fraction: Double) {
    guard isShown else { return }
    let now = ContinuousClock.now
    guard now - start > .seconds(1) else { return }
    state.withLock { state in
      state.fraction = max(state.fraction, fraction)
      if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
      state.lastDrawn = now
      Terminal.write("\r\u{1B}[K" + line(state.fraction, elapsed: now - start))
    }
  }

  /// Clears the bar.
  func finish() {
    state.withLock { state in
      if state.lastDrawn != nil { Terminal.write("\r\u{1B}[K") }
      state.lastDrawn = nil
    }
  }

  private func line(_ fraction: Double, elapsed: Duration) -> String {
    let width = 30
    let filled = Int(fraction * Double(width))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let seconds = elapsed / .seconds(1)
    let left = fraction > 0 ? seconds / fraction - seconds : 0
    return "\(title) [\(bar)] \((fraction * 100).decimals(0)) %, \(left.decimals(0)) s left"
  }
}
