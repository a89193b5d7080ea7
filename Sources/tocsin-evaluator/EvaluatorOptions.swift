import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import LedgerFiles
import MemberRegistry

/// Which home, and how its keys open.
struct EvaluatorOptions: ParsableArguments {
    @Option(name: .long, help: "The home of the evaluator.", completion: .directory) var home: String
    @Option(name: .long, help: "Read the passphrase of the signing key from this file descriptor, up to the first line end.")
    var passphraseFd: Int32?
    @Flag(name: .long, help: "Accept a registry that is marked as a lab. Never on a real evaluator.") var allowLab = false
    @Flag(name: .long, help: "Accept the published keys of keys-example/. Never on a real evaluator.")
    var allowExampleKeys = false

    /// The home's directory, without a slash at its end; nobody else may enter it.
    func path() throws -> String {
        let path = home.count > 1 && home.hasSuffix("/") ? String(home.dropLast()) : home
        try Directory.requirePrivate(path)
        return path
    }

    /// The keys of the home.
    func keys() throws -> HomeKeys { try HomeKeys(reading: path(), passphrase: passphrase) }

    /// The home with its keys.
    func opened(_ keys: HomeKeys) throws -> EvaluatorHome {
        var marks: DocumentMarks = []
        if allowLab { marks.insert(.lab) }
        if allowExampleKeys { marks.insert(.example) }
        return EvaluatorHome(try path(), accepting: marks, signingKey: keys.signing)
    }

    private func passphrase() throws -> SecretBytes? {
        guard let passphraseFd else {
            throw EvaluatorFailure(
                .usage, "the signing key is encrypted, and no passphrase is given",
                hint: "open a file: 3<file, then --passphrase-fd 3")
        }
        return try Self.readLine(from: passphraseFd)
    }

    /// Reads byte by byte into an array of the largest size: one that grows would leave copies behind.
    private static func readLine(from descriptor: Int32) throws -> SecretBytes {
        var bytes = [UInt8](repeating: 0, count: limitBytes + 1)
        defer { cleanse(&bytes) }
        var count = 0
        while count <= limitBytes {
            let status = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress! + count, 1) }
            guard status >= 0 else {
                throw EvaluatorFailure(
                    .usage, "cannot read the passphrase from file descriptor \(descriptor)",
                    hint: "open it: 3<file, then --passphrase-fd 3")
            }
            if status == 0 || bytes[count] == UInt8(ascii: "\n") { break }
            count += 1
        }
        guard (1...limitBytes).contains(count) else {
            throw EvaluatorFailure(
                .inputRefused, "the passphrase has \(count == 0 ? "no" : "too many") characters", hint: "1 to \(limitBytes) bytes"
            )
        }
        return SecretBytes(copying: bytes.span.extracting(..<count))
    }

    /// Longer than any passphrase a person types.
    private static let limitBytes = 4_096
}

/// The machine's clock, in whole seconds.
func machineClock() -> Timestamp { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }

/// Writes a document, or lines for people, to standard output.
func say(_ document: JSONValue, orLines lines: [String], asJSON isJSON: Bool) throws {
    let bytes = isJSON ? document.canonicalBytes() + [UInt8(ascii: "\n")] : Array(lines.map { $0 + "\n" }.joined().utf8)
    try StandardStream.writeResults(bytes)
}
