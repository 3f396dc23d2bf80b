// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every Swift target: Swift 6 language mode, explicit existentials and
/// imports, and no warning left standing.
let houseRules: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// Rooms that hold no kernels: any unsafe operation there must be marked where it stands.
let safeHouseRules = houseRules + [.strictMemorySafety()]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")

let package = Package(
  name: "Tessera",
  products: [
    .library(name: "Tessera", targets: ["Tessera"]),
    .executable(name: "tessera", targets: ["TesseraTool"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // System libraries.
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(
      name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CSoxr", pkgConfig: "soxr", providers: [.apt(["libsoxr-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),

    // The C and C++ that Swift cannot say.
    .target(name: "CMediaShims", dependencies: ["CPNG", "CJPEG"]),
    .target(name: "CFourier"),
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m")]),

    // Rooms, from the ground up.
    .target(name: "Bytes", dependencies: [crypto], swiftSettings: safeHouseRules),
    .target(
      name: "Media",
      dependencies: [
        "Bytes", "CFourier", "CKernels", "CMediaShims", "CSndfile", "CSoxr",
      ],
      swiftSettings: houseRules),
    .target(name: "Metrics", dependencies: ["Media"], swiftSettings: houseRules),
    .target(name: "Threads", dependencies: ["CKernels"], swiftSettings: houseRules),
    .target(
      name: "Tensors", dependencies: ["CKernels", "COpenBLAS", "Threads", heap],
      swiftSettings: houseRules),
    .target(
      name: "Layers", dependencies: ["Bytes", "Tensors", "Threads"], swiftSettings: houseRules),
    .target(
      name: "Quantizers", dependencies: ["CKernels", "Layers", "Tensors", "Threads"],
      swiftSettings: houseRules),
    .target(name: "TokenStreams", dependencies: ["Bytes"], swiftSettings: safeHouseRules),
    .target(
      name: "PairEncoding", dependencies: ["Bytes", "Threads", "TokenStreams", heap],
      swiftSettings: safeHouseRules),
    .target(
      name: "Exports",
      dependencies: ["Bytes", "CArchive", "PairEncoding", "Threads", "TokenStreams"],
      swiftSettings: safeHouseRules),
    .target(
      name: "Tokenizers",
      dependencies: [
        "Bytes", "CKernels", "Layers", "Media", "Metrics", "Quantizers", "Tensors", "Threads",
        "TokenStreams", heap,
      ],
      swiftSettings: houseRules),
    .target(
      name: "Evaluation",
      dependencies: ["Jobs", "Media", "Metrics", "TokenStreams", "Tokenizers"],
      swiftSettings: houseRules),
    .target(
      name: "Conformance",
      dependencies: [
        "Bytes", "Layers", "Media", "Metrics", "PairEncoding", "Quantizers", "Tensors", "Threads",
        "TokenStreams", "Tokenizers",
      ],
      swiftSettings: houseRules),
    .target(
      name: "Jobs",
      dependencies: [
        "Bytes", "Exports", "Media", "PairEncoding", "Tensors", "Threads", "TokenStreams",
        "Tokenizers",
      ],
      swiftSettings: houseRules),
    .target(
      name: "Benchmarks",
      dependencies: [
        "Bytes", "Media", "PairEncoding", "Quantizers", "Tensors", "Threads", "TokenStreams",
        "Tokenizers",
      ],
      swiftSettings: houseRules),
    .target(
      name: "Tessera",
      dependencies: [
        "Benchmarks", "Bytes", "Conformance", "Evaluation", "Exports", "Jobs", "Layers", "Media",
        "Metrics", "PairEncoding", "Quantizers", "Tensors", "Threads", "TokenStreams",
        "Tokenizers",
      ],
      swiftSettings: houseRules),
    .executableTarget(
      name: "TesseraTool", dependencies: ["Tessera", argumentParser],
      swiftSettings: safeHouseRules),

    // Tests: one target a room, and what they share.
    .target(
      name: "TestSupport", dependencies: ["Bytes", "Layers", "Media", "Tensors"],
      path: "Tests/TestSupport", swiftSettings: houseRules),
    .testTarget(
      name: "BytesTests", dependencies: ["Bytes", "TestSupport"], swiftSettings: houseRules),
    .testTarget(
      name: "MediaTests", dependencies: ["Bytes", "Layers", "Media", "Tensors", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: houseRules),
    .testTarget(name: "ThreadsTests", dependencies: ["Threads"], swiftSettings: houseRules),
    .testTarget(
      name: "TensorsTests",
      dependencies: ["CKernels", "Layers", "Tensors", "TestSupport", "Threads"],
      swiftSettings: houseRules),
    .testTarget(
      name: "LayersTests", dependencies: ["Bytes", "Layers", "Tensors", "TestSupport", "Threads"],
      swiftSettings: houseRules),
    .testTarget(
      name: "QuantizersTests",
      dependencies: ["Layers", "Quantizers", "Tensors", "TestSupport", "Threads"],
      swiftSettings: houseRules),
    .testTarget(
      name: "TokenStreamsTests", dependencies: ["Bytes", "TokenStreams", "TestSupport"],
      swiftSettings: houseRules),
    .testTarget(
      name: "PairEncodingTests",
      dependencies: [
        "Bytes", "Layers", "PairEncoding", "Tensors", "TestSupport", "Threads", "TokenStreams",
      ],
      swiftSettings: houseRules),
    .testTarget(
      name: "ExportsTests",
      dependencies: [
        "Bytes", "Exports", "Layers", "PairEncoding", "Tensors", "TestSupport", "Threads",
        "TokenStreams",
      ],
      exclude: ["Fixtures", "Readers"], swiftSettings: houseRules),
    .testTarget(
      name: "TokenizersTests",
      dependencies: [
        "Bytes", "Layers", "Media", "Quantizers", "Tensors", "TestSupport", "Threads",
        "Tokenizers", "TokenStreams",
      ],
      swiftSettings: houseRules),
    .testTarget(
      name: "JobsTests",
      dependencies: [
        "Bytes", "Exports", "Jobs", "Media", "PairEncoding", "Tensors", "TestSupport", "Threads",
        "TokenStreams", "Tokenizers",
      ],
      swiftSettings: houseRules),
    .testTarget(
      name: "MetricsTests",
      dependencies: ["Bytes", "Layers", "Media", "Metrics", "Tensors", "TestSupport"],
      swiftSettings: houseRules),
    .testTarget(
      name: "EvaluationTests",
      dependencies: [
        "Evaluation", "Jobs", "Media", "Metrics", "TestSupport", "TokenStreams", "Tokenizers",
      ],
      swiftSettings: houseRules),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "Bytes", "Conformance", "Layers", "Media", "Tensors", "TestSupport", "Tokenizers",
      ],
      swiftSettings: houseRules),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["Bytes", "TestSupport"], swiftSettings: houseRules),
    .testTarget(
      name: "TesseraTests", dependencies: ["Bytes", "Tessera", "TestSupport"],
      swiftSettings: houseRules),
    .testTarget(
      name: "TesseraToolTests",
      dependencies: [
        "Bytes", "Exports", "Media", "PairEncoding", "Tensors", "TestSupport", "TesseraTool",
        "TokenStreams",
      ],
      exclude: ["Help"], swiftSettings: houseRules),
  ]
)
