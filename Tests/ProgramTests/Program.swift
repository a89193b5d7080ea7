import Foundation
import TestVectors
import Testing

/// The programs as a person runs them: the binaries that were built beside these tests.
struct Program {
    let executable: URL

    init(_ name: String = "tocsin") throws {
        let tests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let package = Checkout.root
        #if DEBUG
            let configuration = "debug"
        #else
            let configuration = "release"
        #endif
        let places = [tests, package.appending(path: ".build/\(configuration)")].map { $0.appending(path: name) }
        executable = try #require(places.first { FileManager.default.isExecutableFile(atPath: $0.path) }, "\(name) is not built")
    }

    struct Outcome {
        let status: Int32
        let output: String
        let errors: String

        /// What a person is told: what is wrong, and what to do.
        var errorLines: [Substring] { errors.split(separator: "\n") }
    }

    @discardableResult
    func run(_ arguments: String..., input: Data = Data(), environment: [String: String] = [:]) throws -> Outcome {
        try run(arguments, input: input, environment: environment)
    }

    /// - Parameter output: a file for the results instead of a temporary one.
    func run(
        _ arguments: [String], input: Data = Data(), output: String? = nil, environment: [String: String] = [:]
    ) throws -> Outcome {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "tocsin-program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let files = ["in", "out", "err"].map { scratch.appending(path: $0) }
        try input.write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: output.map { URL(filePath: $0) } ?? files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: try String(contentsOf: files[1], encoding: .utf8),
            errors: try String(contentsOf: files[2], encoding: .utf8))
    }
}

/// A directory of its own for each test; all of them are removed when the tests are over.
struct Workplace {
    let path: String

    private static let root: String = {
        let path = FileManager.default.temporaryDirectory.appending(path: "tocsin-\(UUID().uuidString)").path
        atexit { try? FileManager.default.removeItem(atPath: Workplace.root) }
        return path
    }()

    init() throws {
        path = "\(Self.root)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: file))
        return file
    }
}
