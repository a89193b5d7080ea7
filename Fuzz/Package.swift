// swift-tools-version: 6.2
import PackageDescription

/// Properties over any bytes, driven by libFuzzer; built and run by scripts/fuzz.sh only.
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
    name: "tocsin-fuzz",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "tocsin", path: "..")],
    targets: [
        .executableTarget(name: "tocsin-fuzz", dependencies: [modules], path: "Sources/TocsinFuzz", swiftSettings: strict)
    ],
    swiftLanguageModes: [.v6]
)
