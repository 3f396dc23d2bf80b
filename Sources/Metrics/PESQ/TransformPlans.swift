import Media

extension PESQ {
  /// Fourier transforms by size, each planned once.
  final class TransformPlans {
    private var transforms: [Int: FourierTransform] = [:]

    /// The transform of `count` samples.
    func transform(count: Int) -> FourierTransform {
      if let planned = transforms[count] { return planned }
      let transform = FourierTransform(count: count)
      transforms[count] = transform
      return transform
    }
  }
}
