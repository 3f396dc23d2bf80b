public import Media
import Quantizers
import Tensors
import Threads

/// Fits a linear tokenizer to data of any amount, in memory that does not grow with it.
///
/// The data is read twice: once for the covariance, once for a sample of vectors from which the
/// codebooks are learned.
/// The result is a function of the data, their order and the seed, whatever the thread count.
public struct LinearFit: Sendable {
  /// The only source of chance.
  public let seed: UInt64
  /// About how many vectors the codebooks are learned from, where there are more.
  public let vectorLimit: Int
  private let kMeans: KMeans
  private let configuration: LinearConfiguration

  /// Items whose vectors are in memory at once, and which a covariance adds up in this order.
  private static let window = 32

  /// Fits pictures.
  public static func image(
    seed: UInt64, componentCount: Int = 80, stageCount: Int = 8, codebookSize: Int = 1024,
    vectorLimit: Int = 300_000
  ) -> LinearFit {
    LinearFit(
      seed: seed, vectorLimit: vectorLimit, kMeans: KMeans(centroidCount: codebookSize),
      configuration: .image(
        componentCount: componentCount, stageCount: stageCount, codebookSize: codebookSize))
  }

  /// Fits sound.
  public static func audio(
    seed: UInt64, componentCount: Int = 96, stageCount: Int = 8, codebookSize: Int = 1024,
    vectorLimit: Int = 300_000
  ) -> LinearFit {
    LinearFit(
      seed: seed, vectorLimit: vectorLimit, kMeans: KMeans(centroidCount: codebookSize),
      configuration: .audio(
        componentCount: componentCount, stageCount: stageCount, codebookSize: codebookSize))
  }

  /// The rate that clips must have, in samples a second; nil when fitting pictures.
  public var sampleRate: Int? { configuration.sampleRate }

  /// What a fit learned and from how much.
  public struct Outcome: Sendable {
    /// The fitted model.
    let model: LinearModel
    /// Vectors seen by the covariance.
    public let vectorCount: Int
    /// Vectors that taught the codebooks.
    public let sampleCount: Int
    /// Items that could not be read, with the reason, in order.
    public let failures: [(item: Int, error: any Error)]
    /// Share of the variance that the kept components hold, 0...1.
    public let keptVariance: Double

    /// Writes `config.json` and `model.safetensors` into a folder.
    ///
    /// - Throws: `FileError`.
    public func write(to path: String) throws { try model.write(to: path) }
  }

  /// Fits to pictures.
  ///
  /// - Parameters:
  ///   - count: how many items there are.
  ///   - progress: called with the fraction done.
  ///   - image: the RGB picture of an item; asked twice, from several threads.
  /// - Returns: the fitted model and what it was fitted to.
  /// - Throws: `QuantizerError` when there is too little data, or the first item's error when none
  ///   could be read.
  public func fit(
    count: Int, progress: (Double) -> Void = { _ in },
    image: @Sendable (Int) throws -> PixelImage
  ) throws -> Outcome {
    let side = configuration.patchSize ?? 8
    return try fit(count: count, centred: true, progress: progress) { item in
      let image = try image(item)
      guard image.channels == .rgb else {
        throw TokenizerError.unusableInput(
          tokenizer: configuration.modelType.rawValue,
          reason: "the picture is not RGB; convert it first")
      }
      let grid = PatchGrid(side: side, imageWidth: image.width, imageHeight: image.height)
      return grid.patches(of: image)
    }
  }

  /// Fits to one-channel clips at ``sampleRate``.
  ///
  /// The spectrum of sound has no mean worth keeping, so the transform is about zero and silence
  /// stays silence.
  ///
  /// - Throws: `QuantizerError` when there is too little data, or the first item's error when none
  ///   could be read.
  public func fit(
    count: Int, progress: (Double) -> Void = { _ in },
    clip: @Sendable (Int) throws -> AudioClip
  ) throws -> Outcome {
    let lapped = LappedCosineTransform(hop: configuration.hopLength ?? 320)
    return try fit(count: count, centred: false, progress: progress) { item in
      let clip = try clip(item)
      guard clip.sampleRate == configuration.sampleRate, clip.channels.count == 1 else {
        throw TokenizerError.unusableInput(
          tokenizer: configuration.modelType.rawValue,
          reason: "the clip is not one channel at the model's rate; mix down and resample it first")
      }
      let samples = clip.channels[0]
      return lapped.forward(ClipLevel(of: samples).normalized(samples))
    }
  }

  private func fit(
    count: Int, centred: Bool, progress: (Double) -> Void,
    vectors: @Sendable (Int) throws -> Tensor
  ) throws -> Outcome {
    let (covariance, failures) = Self.covariance(
      count: count, dimension: dimension, vectors: vectors
    ) { progress(0.1 * $0) }
    guard covariance.count > 0 else {
      if let first = failures.first { throw first.error }
      throw QuantizerError.tooFewVectors(
        found: covariance.count, needed: configuration.codebookSize)
    }
    let matrix = centred ? covariance.covariance : covariance.secondMoment
    let mean = centred ? covariance.mean : Array(repeating: 0, count: dimension)
    let transform = try KarhunenLoeveTransform(
      mean: mean, covariance: matrix, componentCount: configuration.componentCount)
    let sample = sample(
      of: covariance.count, count: count, transform: transform, vectors: vectors
    ) { progress(0.1 + 0.1 * $0) }
    let quantizer = try ResidualQuantizerFit(stageCount: configuration.stageCount, kMeans: kMeans)
      .fit(sample, seed: seed) { progress(0.2 + 0.8 * $0) }
    return Outcome(
      model: LinearModel(
        configuration: configuration, transform: transform, quantizer: quantizer),
      vectorCount: covariance.count, sampleCount: sample.shape[0], failures: failures,
      keptVariance: Self.share(
        of: Self.variance(of: sample), in: Self.trace(matrix, dimension: dimension)))
  }

  private var dimension: Int {
    configuration.hopLength ?? (configuration.patchSize ?? 8) * (configuration.patchSize ?? 8) * 3
  }

  private static func covariance(
    count: Int, dimension: Int, vectors: @Sendable (Int) throws -> Tensor,
    progress: (Double) -> Void
  ) -> (CovarianceAccumulator, [(item: Int, error: any Error)]) {
    var total = CovarianceAccumulator(dimension: dimension)
    var failures: [(item: Int, error: any Error)] = []
    for start in stride(from: 0, to: count, by: window) {
      let items = start..<min(start + window, count)
      let parts = Parallel.map(count: items.count) { index in
        Result { () throws -> CovarianceAccumulator in
          var part = CovarianceAccumulator(dimension: dimension)
          part.add(try vectors(items.lowerBound + index))
          return part
        }
      }
      for (index, part) in parts.enumerated() {
        switch part {
        case .success(let part): total.merge(part)
        case .failure(let error): failures.append((items.lowerBound + index, error))
        }
      }
      progress(Double(items.upperBound) / Double(count))
    }
    return (total, failures)
  }

  /// Transforms a random part of all vectors: each is kept with the same probability, drawn from a
  /// generator of its item's own, so that neither threads nor other items change the choice.
  private func sample(
    of total: Int, count: Int, transform: KarhunenLoeveTransform,
    vectors: @Sendable (Int) throws -> Tensor, progress: (Double) -> Void
  ) -> Tensor {
    let probability = min(1, Double(vectorLimit) / Double(total))
    let seed = seed
    var elements: [Float] = []
    for start in stride(from: 0, to: count, by: Self.window) {
      let items = start..<min(start + Self.window, count)
      let parts = Parallel.map(count: items.count) { index -> [Float] in
        let item = items.lowerBound + index
        guard let all = try? vectors(item) else { return [] }
        var generator = SeededGenerator(seed: seed, stream: UInt64(item))
        let kept = (0..<all.shape[0]).filter { _ in generator.unitInterval() < probability }
        return transform.forward(all.rows(kept)).elements
      }
      elements += parts.joined()
      progress(Double(items.upperBound) / Double(count))
    }
    let components = transform.componentCount
    return Tensor(shape: [elements.count / components, components], elements: elements)
  }

  private static func variance(of sample: Tensor) -> Double {
    sample.elements.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(sample.shape[0], 1))
  }

  /// A part of a whole; data without any variance keep all of it.
  private static func share(of part: Double, in whole: Double) -> Double {
    whole > 0 ? part / whole : 1
  }

  private static func trace(_ matrix: [Double], dimension: Int) -> Double {
    (0..<dimension).reduce(0) { $0 + matrix[$1 * dimension + $1] }
  }
}
