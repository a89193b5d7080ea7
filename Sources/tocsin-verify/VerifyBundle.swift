import ArgumentParser
import BundleFiles
import CanonicalCoding
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry

/// `tocsin-verify bundle`: the rules of the container, and nothing of the chain.
struct VerifyBundle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Check a bundle or a redaction of one. Exit code 0 for OK, 1 for every other verdict.",
        discussion: """
            EXAMPLES
              tocsin-verify bundle --keys keys.json --at 2026-12-01T00:00:00Z full.six
              tocsin-verify bundle --registry registry.json --root root.json \\
                --audience task-force-7 --json full.six
            """)

    @Option(name: .long, help: "Keys: an object, key id to hex public key.", completion: .file()) var keys: String?
    @Option(name: .long, help: "A signed registry, checked against --root.", completion: .file()) var registry: String?
    @Option(name: .long, help: "The root keys you trust: a registry's `root` value.", completion: .file()) var root: String?
    @Option(name: .long, help: "The group the bundle must be for.") var audience: String?
    @Option(name: .long, help: "Judge at this time instead of now.") var at: String?
    @Flag(name: .long, help: "Check the schema of the rows too.") var rows = false
    @Flag(name: .long, help: "Accept a registry marked as a lab or an example.") var acceptMarked = false
    @Flag(name: .long, help: "One JSON document.") var json = false
    @Argument(help: "The bundle, or - for standard input.", completion: .file()) var file: String

    func run() throws {
        let check = BundleCheck(keys: try directory(), audience: try group(), at: try time())
        let verdict = try check.verdict(ofFile: file, judgingRows: rows)
        let answer = json ? verdict.json.canonicalBytes() : Array(verdict.sentence.utf8)
        // A verdict that nobody got is no success.
        try StandardStream.writeResults(answer + [UInt8(ascii: "\n")])
        if case .bad = verdict { throw ExitCode(1) }
    }

    private func directory() throws -> any KeyDirectory {
        if let keys {
            let bytes = try contents(keys, RegistryLimits.keyFileBytes)
            return try naming(keys) { try FixedKeyDirectory(parsing: bytes.span) }
        }
        guard let registry, let root else {
            throw InputError(message: "no keys to check against", hint: "give --keys, or --registry and --root", isUsage: true)
        }
        let trusted = try naming(root) { try RootKeys(parsing: contents(root, RegistryLimits.keyFileBytes)) }
        return try naming(registry) {
            try VerifiedRegistry(
                verifying: DSSEEnvelope(parsing: contents(registry, RegistryLimits.envelopeBytes)), trusting: trusted,
                accepting: acceptMarked ? [.lab, .example] : [])
        }
    }

    /// Does something with a document; what is refused of it names the file.
    private func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as RegistryError {
            throw InputError(message: "\(path): \(error)", hint: error.hint)
        }
    }

    private func contents(_ path: String, _ limit: Int) throws -> [UInt8] { try FileReader.contents(of: path, limitBytes: limit) }

    private func group() throws -> GroupID? {
        try audience.map { text in
            guard let group = GroupID(text) else {
                throw InputError(message: "--audience is not a group's name", hint: "1 to 63 of a-z, 0-9, . and -", isUsage: true)
            }
            return group
        }
    }

    private func time() throws -> Timestamp {
        guard let at else { return Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }
        guard let time = Timestamp(rfc3339: at) else {
            throw InputError(message: "--at is not a time", hint: "write it as 2026-12-01T00:00:00Z", isUsage: true)
        }
        return time
    }
}
