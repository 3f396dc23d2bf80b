import CSoxr

/// Resampling of one channel by libsoxr: linear phase, one thread, no dither.
///
/// The output has round(L · target / source) samples and is aligned with the input.
package struct SoxrResampler: Sendable {
  private let ratio: RateRatio
  private let quality: SoxrQuality

  /// Resamples between these rates.
  package init(_ ratio: RateRatio, quality: SoxrQuality = .high) {
    self.ratio = ratio
    self.quality = quality
  }

  /// Resamples 32-bit samples.
  ///
  /// - Throws: `MediaError.invalidRequest` with soxr's reason.
  package func callAsFunction(_ samples: [Float]) throws(MediaError) -> [Float] {
    try resampled(samples, repeating: 0, type: SOXR_FLOAT32_I)
  }

  /// Resamples 64-bit samples.
  ///
  /// - Throws: `MediaError.invalidRequest` with soxr's reason.
  package func callAsFunction(_ samples: [Double]) throws(MediaError) -> [Double] {
    try resampled(samples, repeating: 0, type: SOXR_FLOAT64_I)
  }

  /// Samples handed over at a time, so that soxr's own buffers stay small.
  private static let chunkLength = 1 << 16

  private func resampled<Sample>(
    _ samples: [Sample], repeating zero: Sample, type: soxr_datatype_t
  ) throws(MediaError) -> [Sample] {
    let stream = try SoxrStream(ratio, recipe: quality.recipe, type: type)
    let exact = Double(samples.count) * Double(ratio.targetCount) / Double(ratio.sourceCount)
    var output: [Sample] = []
    output.reserveCapacity(Int(exact) + 1)
    var chunk = Array(repeating: zero, count: Self.chunkLength)
    for start in stride(from: 0, to: samples.count, by: Self.chunkLength) {
      var rest = samples[start..<min(start + Self.chunkLength, samples.count)]
      while !rest.isEmpty {
        let (taken, given) = try stream.process(rest, into: &chunk)
        guard taken + given > 0 else { throw SoxrStream.error("it takes no more samples") }
        rest = rest.dropFirst(taken)
        output += chunk[..<given]
      }
    }
    while true {
      let (_, given) = try stream.process(nil, into: &chunk)
      guard given > 0 else { return output }
      output += chunk[..<given]
    }
  }
}

/// One soxr conversion in progress.
private struct SoxrStream: ~Copyable {
  private let handle: OpaquePointer

  init(_ ratio: RateRatio, recipe: UInt, type: soxr_datatype_t) throws(MediaError) {
    var failure: soxr_error_t?
    var format = soxr_io_spec(type, type)
    var quality = soxr_quality_spec(recipe, 0)
    var runtime = soxr_runtime_spec(1)
    let created = soxr_create(
      Double(ratio.sourceRate), Double(ratio.targetRate), 1, &failure, &format, &quality, &runtime)
    guard let created else {
      throw Self.error(failure.map { String(cString: $0) } ?? "no reason given")
    }
    handle = created
  }

  deinit { soxr_delete(handle) }

  /// Hands samples over (nil at the end of all) and takes what is ready: counts in and out.
  func process<Sample>(
    _ samples: ArraySlice<Sample>?, into chunk: inout [Sample]
  ) throws(MediaError) -> (taken: Int, given: Int) {
    var (taken, given) = (0, 0)
    let capacity = chunk.count
    let failure = chunk.withUnsafeMutableBytes { output in
      guard let samples else {
        return soxr_process(handle, nil, 0, nil, output.baseAddress, capacity, &given)
      }
      return samples.withUnsafeBytes { input in
        soxr_process(
          handle, input.baseAddress, samples.count, &taken, output.baseAddress, capacity, &given)
      }
    }
    if let failure { throw Self.error(String(cString: failure)) }
    return (taken, given)
  }

  static func error(_ reason: String) -> MediaError {
    .invalidRequest(reason: "soxr cannot resample: \(reason)")
  }
}
