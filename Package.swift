// swift-tools-version: 6.2
import PackageDescription

/// The same strict settings for every target: warnings stop the build.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies + ["TestVectors"], path: "Tests/\(name)Tests", swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

let package = Package(
    name: "tocsin",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "tocsin", targets: ["tocsin"]),
        .executable(name: "tocsin-verify", targets: ["tocsin-verify"]),
        .executable(name: "tocsin-evaluator", targets: ["tocsin-evaluator"]),
        // for Benchmarks and Fuzz, which are packages of their own
        .library(
            name: "TocsinModules",
            targets: [
                "CanonicalCoding", "CryptoPrimitives", "Indicators", "Blinding", "MemberRegistry", "MergeEngine", "SignedBundles",
                "Sealing", "Redaction", "TransparencyLog", "LedgerFiles", "FeedReading", "NodeStore", "Exchange",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCompression", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev", "zlib1g-dev"])]),
        .target(name: "CProcessMemory"),
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icuuc")]),
        .target(name: "CIndicatorTables"),
        .target(name: "CSHA256Lanes"),
        // bytes
        module("CanonicalCoding", []),
        module("CryptoPrimitives", ["COpenSSL", "CSHA256Lanes"]),
        // vocabulary
        module("Indicators", ["CIndicatorTables", "CICU", "CryptoPrimitives", "CanonicalCoding"]),
        module("Blinding", ["Indicators", "CryptoPrimitives", "CanonicalCoding"]),
        // meaning
        module("MemberRegistry", ["Indicators", "CryptoPrimitives", "CanonicalCoding"]),
        module("MergeEngine", ["Indicators", "CryptoPrimitives", "CanonicalCoding"]),
        // commitment
        module("SignedBundles", ["Indicators", "MemberRegistry", "CryptoPrimitives", "CanonicalCoding"]),
        module("Sealing", ["CryptoPrimitives", "CanonicalCoding"]),
        module("TransparencyLog", ["CryptoPrimitives", "CanonicalCoding"]),
        // permission
        module("Agreements", ["TransparencyLog", "Indicators", "MemberRegistry", "CryptoPrimitives", "CanonicalCoding"]),
        module(
            "Redaction",
            [
                "Agreements", "SignedBundles", "MergeEngine", "MemberRegistry", "Indicators", "CryptoPrimitives",
                "CanonicalCoding",
            ]),
        // conversation
        module(
            "NodeAPI",
            ["Indicators", "CryptoPrimitives", "CanonicalCoding", httpTypes]),
        // edge
        module("LedgerFiles", ["TransparencyLog", "CryptoPrimitives", "CanonicalCoding"]),
        module(
            "BundleFiles",
            [
                "LedgerFiles", "MergeEngine", "SignedBundles", "MemberRegistry", "Indicators", "CryptoPrimitives",
                "CanonicalCoding",
            ]),
        module(
            "Evaluation",
            [
                "NodeAPI", "LedgerFiles", "Sealing", "Blinding", "MemberRegistry", "Indicators", "CryptoPrimitives",
                "CanonicalCoding",
            ]),
        module("FeedReading", ["Indicators", "CanonicalCoding", "CCompression"]),
        module(
            "NodeStore",
            ["SignedBundles", "MergeEngine", "Blinding", "Indicators", "CryptoPrimitives", "CanonicalCoding", "CSQLite"]),
        module(
            "Exchange",
            [
                "NodeAPI", "Evaluation", "NodeStore", "BundleFiles", "LedgerFiles", "TransparencyLog", "FeedReading", "Redaction",
                "Agreements", "Sealing",
                "SignedBundles",
                "MergeEngine", "MemberRegistry",
                "Blinding", "Indicators", "CryptoPrimitives", "CanonicalCoding", .product(name: "TOMLKit", package: "TOMLKit"),
            ]),
        module(
            "BodyFlow",
            [
                "NodeAPI", "CryptoPrimitives", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        module(
            "PeerClient",
            [
                "BodyFlow", "NodeAPI", "Indicators", "CryptoPrimitives",
                httpTypes, .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
        module(
            "NodeServer",
            [
                "BodyFlow", "NodeAPI", "Indicators", "CryptoPrimitives",
                httpTypes, .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"), .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        module(
            "LocalInterface",
            [
                "NodeServer", "Exchange", "BodyFlow", "NodeAPI", "CryptoPrimitives", "CanonicalCoding",
                httpTypes, .product(name: "Logging", package: "swift-log"), .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        // programs
        .executableTarget(
            name: "tocsin",
            dependencies: [
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                "LocalInterface", "NodeServer", "PeerClient", "NodeAPI", "Exchange", "Evaluation", "BundleFiles", "LedgerFiles",
                "TransparencyLog", "FeedReading",
                "Redaction", "Agreements", "Sealing",
                "NodeStore",
                "SignedBundles", "MergeEngine", "MemberRegistry",
                "Blinding", "Indicators", "CryptoPrimitives", "CanonicalCoding", "CProcessMemory", argumentParser,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "tocsin-verify",
            dependencies: [
                "BundleFiles", "LedgerFiles", "TransparencyLog", "SignedBundles", "MemberRegistry", "Indicators",
                "CanonicalCoding",
                "CryptoPrimitives", argumentParser,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "tocsin-evaluator",
            dependencies: [
                "NodeServer", "Evaluation", "NodeAPI", "LedgerFiles", "MemberRegistry", "Indicators", "CryptoPrimitives",
                "CanonicalCoding", "CProcessMemory", .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"), argumentParser,
            ],
            swiftSettings: strict),
        // tests
        .target(name: "TestVectors", path: "Tests/TestVectors", swiftSettings: strict),
        .target(
            name: "TestPeers",
            dependencies: [
                "NodeServer", "PeerClient", "NodeAPI", "Indicators", "CryptoPrimitives",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], path: "Tests/TestPeers", swiftSettings: strict),
        // a thousand peers for scripts/nodes/thousand-peers, beside the tests since it is no part of the product
        .executableTarget(
            name: "peer-crowd",
            dependencies: [
                "NodeServer", "PeerClient", "NodeAPI", "Exchange", "LedgerFiles", "SignedBundles", "MemberRegistry", "Indicators",
                "CryptoPrimitives", "CanonicalCoding", .product(name: "Logging", package: "swift-log"),
            ], path: "Tests/PeerCrowd", swiftSettings: strict),
        tests("CryptoPrimitives", ["CryptoPrimitives", "CanonicalCoding"]),
        tests("CanonicalCoding", ["CanonicalCoding"]),
        tests("Indicators", ["Indicators", "CryptoPrimitives", "CanonicalCoding"]),
        tests("Blinding", ["Blinding", "Indicators", "CryptoPrimitives", "CanonicalCoding"]),
        tests("MemberRegistry", ["MemberRegistry", "Indicators", "CryptoPrimitives", "CanonicalCoding"]),
        tests("MergeEngine", ["MergeEngine", "Indicators", "CryptoPrimitives", "CanonicalCoding"]),
        tests("SignedBundles", ["SignedBundles", "MemberRegistry", "Indicators", "CryptoPrimitives", "CanonicalCoding"]),
        tests("TransparencyLog", ["TransparencyLog", "CryptoPrimitives", "CanonicalCoding"]),
        tests("Sealing", ["Sealing", "CryptoPrimitives", "CanonicalCoding", "CCompression"]),
        tests(
            "Agreements",
            ["Agreements", "TransparencyLog", "Indicators", "MemberRegistry", "CryptoPrimitives", "CanonicalCoding"]),
        tests(
            "Redaction",
            [
                "Redaction", "Agreements", "SignedBundles", "MergeEngine", "MemberRegistry", "Indicators", "CryptoPrimitives",
                "CanonicalCoding",
            ]),
        tests(
            "BundleFiles",
            [
                "BundleFiles", "LedgerFiles", "SignedBundles", "MemberRegistry", "Indicators", "CryptoPrimitives",
                "CanonicalCoding",
            ]),
        tests(
            "Evaluation",
            [
                "tocsin-evaluator", "PeerClient", "Evaluation", "NodeAPI", "LedgerFiles", "Sealing", "Blinding", "MemberRegistry",
                "Indicators",
                "CryptoPrimitives", "CanonicalCoding",
            ]),
        tests("FeedReading", ["FeedReading", "Indicators", "CanonicalCoding"]),
        tests(
            "NodeStore",
            [
                "NodeStore", "SignedBundles", "MergeEngine", "MemberRegistry", "Blinding", "Indicators", "CryptoPrimitives",
                "CanonicalCoding",
            ]),
        tests(
            "Exchange",
            [
                "Exchange", "Evaluation", "NodeStore", "BundleFiles", "LedgerFiles", "TransparencyLog", "FeedReading",
                "Redaction",
                "Agreements", "Sealing",
                "SignedBundles", "MergeEngine", "MemberRegistry", "Blinding", "Indicators", "CryptoPrimitives", "CanonicalCoding",
                "CSQLite",
            ]),
        tests("LedgerFiles", ["LedgerFiles", "TransparencyLog", "CryptoPrimitives", "CanonicalCoding"]),
        tests(
            "Simulation",
            [
                "Exchange", "NodeAPI", "FeedReading", "LedgerFiles", "TransparencyLog", "Agreements", "SignedBundles",
                "MergeEngine", "MemberRegistry", "NodeStore", "Indicators", "CryptoPrimitives", "CanonicalCoding", httpTypes,
            ]),
        tests("NodeAPI", ["NodeAPI", "Indicators", "CryptoPrimitives", "CanonicalCoding", httpTypes]),
        tests(
            "PeerClient",
            [
                "PeerClient", "TestPeers", "BodyFlow", "NodeServer", "NodeAPI", "Indicators", "CryptoPrimitives", httpTypes,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        tests(
            "NodeServer",
            [
                "NodeServer", "TestPeers", "BodyFlow", "PeerClient", "NodeAPI", "Indicators", "CryptoPrimitives", httpTypes,
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Metrics", package: "swift-metrics"),
            ]),
        tests(
            "LocalInterface",
            [
                "LocalInterface", "NodeServer", "NodeAPI", "Exchange", "LedgerFiles", "TransparencyLog", "Indicators",
                "CryptoPrimitives",
                "CanonicalCoding", httpTypes, .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        tests("Program", ["tocsin", "tocsin-verify", "tocsin-evaluator"]),
        tests("HouseRules", []),
    ],
    swiftLanguageModes: [.v6]
)
