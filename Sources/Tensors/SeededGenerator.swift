import Glibc

/// A small, fast random generator whose whole future is its seed (SplitMix64: Steele, Lea and
/// Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the sequence that belongs to `seed`.
  public init(seed: UInt64) {
    state = seed
  }

  /// Starts one of many sequences of a seed that have nothing to do with each other.
  ///
  /// Seeds that are near each other would give the same sequence a few steps apart, so the stream's
  /// own start is drawn.
  public init(seed: UInt64, stream: UInt64) {
    var starts = SeededGenerator(seed: seed)
    var start = SeededGenerator(seed: starts.next() ^ stream)
    state = start.next()
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in `0..<bound` by multiplication (Lemire, 2019), the same on every platform.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "an empty range has no index")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in `0..<1` with 53 random bits.
  public mutating func unitInterval() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// `count` different numbers of `0..<bound` in rising order, every subset equally likely
  /// (selection sampling: Knuth, The Art of Computer Programming, volume 2, algorithm S).
  package mutating func sortedSample(of count: Int, below bound: Int) -> [Int] {
    precondition(count >= 0 && count <= bound, "\(count) different numbers below \(bound)")
    var sample: [Int] = []
    sample.reserveCapacity(count)
    for candidate in 0..<bound where index(below: bound - candidate) < count - sample.count {
      sample.append(candidate)
    }
    return sample
  }

  /// Two independent numbers of the standard normal distribution (Box and Muller, "A Note on the
  /// Generation of Random Normal Deviates", 1958).
  package mutating func normalPair() -> (Double, Double) {
    let radius = (-2 * log(1 - unitInterval())).squareRoot()
    let angle = 2 * Double.pi * unitInterval()
    return (radius * cos(angle), radius * sin(angle))
  }

  /// A tensor of normal deviates around zero.
  public mutating func normal(_ shape: [Int], deviation: Float = 1) -> Tensor {
    Tensor(shape: shape) { elements in
      var place = 0
      while place < elements.count {
        let pair = normalPair()
        elements[place] = Float(pair.0) * deviation
        if place + 1 < elements.count { elements[place + 1] = Float(pair.1) * deviation }
        place += 2
      }
    }
  }

  /// A tensor of numbers spread evenly over `range`.
  public mutating func uniform(_ shape: [Int], in range: Range<Float>) -> Tensor {
    Tensor(shape: shape) { elements in
      for place in elements.indices {
        elements[place] =
          range.lowerBound + Float(unitInterval()) * (range.upperBound - range.lowerBound)
      }
    }
  }
}
