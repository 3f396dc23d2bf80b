extension PESQ {
  /// Stretches of frames so different that their delay is probably wrong (P.862).
  struct BadIntervals {
    /// Ranges of frames, in order.
    let frames: [Range<Int>]

    /// Finds runs of at least five frames that are bad or stand within two frames of bad ones on
    /// both sides.
    init(in disturbances: [FrameDisturbance]) {
      let isBad = disturbances.enumerated().map { frame, disturbance in
        frame > 0 && disturbance.symmetric > Self.threshold
      }
      let inner = Self.reach..<max(isBad.count - 1 - Self.reach, Self.reach)
      let isSurrounded = isBad.indices.map { frame in
        inner.contains(frame)
          && isBad[frame - Self.reach...frame].contains(true)
          && isBad[frame...frame + Self.reach].contains(true)
      }
      frames = isSurrounded.runs.filter { $0.count >= Self.shortest }
    }

    /// A frame above this symmetric disturbance is bad.
    private static let threshold = 30.0
    private static let reach = 2
    private static let shortest = 5
  }
}
