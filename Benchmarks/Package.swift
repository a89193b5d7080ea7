// swift-tools-version: 6.2
import PackageDescription

/// Measurements, kept out of the main package so that nobody has to build them.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let modules = Target.Dependency.product(name: "TocsinModules", package: "tocsin")

let package = Package(
    name: "tocsin-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "tocsin", path: "..")],
    targets: [
        .systemLibrary(name: "CSQLiteForBench", path: "Sources/CSQLiteForBench", pkgConfig: "sqlite3"),
        .executableTarget(
            name: "coding-bench", dependencies: [modules], path: "Sources/CodingBench", swiftSettings: strict),
        .executableTarget(
            name: "wallet-bench", dependencies: [modules], path: "Sources/WalletBench", swiftSettings: strict),
        .executableTarget(
            name: "url-bench", dependencies: [modules], path: "Sources/URLBench", swiftSettings: strict),
        .executableTarget(
            name: "feed-bench", dependencies: [modules], path: "Sources/FeedBench", swiftSettings: strict),
        .executableTarget(
            name: "import-bench", dependencies: [modules, "CSQLiteForBench"], path: "Sources/ImportBench", swiftSettings: strict),
        .executableTarget(
            name: "bundle-bench", dependencies: [modules], path: "Sources/BundleBench", swiftSettings: strict),
        .executableTarget(
            name: "ledger-bench", dependencies: [modules, "CSQLiteForBench"], path: "Sources/LedgerBench", swiftSettings: strict),
        .executableTarget(
            name: "agreement-bench", dependencies: [modules], path: "Sources/AgreementBench", swiftSettings: strict),
        .target(name: "CCurveRival", path: "Sources/CCurveRival", linkerSettings: [.linkedLibrary("crypto")]),
        .executableTarget(
            name: "evaluation-bench", dependencies: [modules, "CCurveRival"], path: "Sources/EvaluationBench",
            swiftSettings: strict),
        .executableTarget(
            name: "phone-bench", dependencies: [modules], path: "Sources/PhoneBench", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
