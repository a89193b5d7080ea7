import Foundation
import CryptoPrimitives
import Sealing
import Testing

/// Exchange of files with the `age` of the system.
@Suite(.enabled(if: DebianAge.isPresent)) struct `The age of the system` {
    @Test(arguments: [0, 1, 65_536, 300_000])
    func `opens what we seal to three recipients`(length: Int) throws {
        let identities = try (0..<3).map { _ in try SealingIdentity() }
        let plaintext = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        let folder = try DebianAge.Folder()
        try folder.write(try SealedFile.seal(plaintext, to: identities.map(\.recipient)), to: "sealed")
        for identity in identities {
            let line = identity.text.withBytes { bytes in bytes.indices.map { bytes[$0] } }
            try folder.write(line + [10], to: "identity")
            try folder.run(DebianAge.age, ["-d", "-i", folder.path("identity"), folder.path("sealed")], output: "opened")
            #expect(try folder.read("opened") == plaintext)
        }
    }

    @Test(arguments: [0, 1, 65_536, 300_000])
    func `seals what we open, to three recipients`(length: Int) throws {
        let folder = try DebianAge.Folder()
        var identities: [SealingIdentity] = []
        for number in 0..<3 {
            try folder.run(DebianAge.keygen, ["-o", folder.path("key\(number)")])
            identities += try SealingIdentity.identities(inFile: folder.read("key\(number)"))
        }
        let plaintext = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 17) }
        try folder.write(plaintext, to: "plain")
        let recipients = identities.flatMap { ["-r", $0.recipient.text] }
        try folder.run(DebianAge.age, recipients + ["-o", folder.path("sealed"), folder.path("plain")])
        for identity in identities {
            #expect(try SealedFile.open(folder.read("sealed"), with: [identity]) == plaintext)
        }
    }
}

enum DebianAge {
    static let age = "/usr/bin/age"
    static let keygen = "/usr/bin/age-keygen"

    /// Whether the system has age; says so once when it has not.
    static let isPresent: Bool = {
        let isThere = [age, keygen].allSatisfy(FileManager.default.isExecutableFile(atPath:))
        if !isThere { print("skipped: the system has no age") }
        return isThere
    }()

    /// A folder that goes away with its owner.
    final class Folder {
        private let url: URL

        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: "tocsin-age-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        }

        deinit {
            try? FileManager.default.removeItem(at: url)
        }

        func path(_ name: String) -> String { url.appending(path: name).path }

        func read(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: url.appending(path: name))) }

        func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: url.appending(path: name)) }

        /// Runs a program; what it prints goes to `output`.
        func run(_ program: String, _ arguments: [String], output: String = "output") throws {
            try write([], to: output)
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            process.standardOutput = try FileHandle(forWritingTo: url.appending(path: output))
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
        }
    }
}
