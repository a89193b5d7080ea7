import ArgumentParser
import CryptoPrimitives
import Foundation
import LedgerFiles

/// Where a passphrase comes from: a file descriptor or the terminal, never an argument or the environment.
struct PassphraseOptions: ParsableArguments {
    @Option(name: .long, help: "Read the passphrase of the key files from this file descriptor, up to the first line end.")
    var passphraseFd: Int32?

    /// Longer than any passphrase a person types.
    static let limitBytes = 4_096

    var isGiven: Bool { passphraseFd != nil }

    /// The passphrase of existing keys.
    func passphrase() throws -> SecretBytes? {
        if let passphraseFd { return try Self.readLine(from: passphraseFd) }
        guard isatty(STDIN_FILENO) == 1 else { return nil }
        return try Self.ask("Passphrase: ")
    }

    /// The passphrase of new keys, asked for twice on a terminal.
    func newPassphrase() throws -> SecretBytes {
        if let passphraseFd { return try Self.readLine(from: passphraseFd) }
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure(.usage, "no terminal to ask for a passphrase", hint: "hand it over with --passphrase-fd N")
        }
        let first = try Self.ask("New passphrase: ")
        guard try Self.ask("Once more: ") == first else {
            throw Failure(.usage, "the two passphrases differ", hint: "type the same one twice")
        }
        return first
    }

    private static func ask(_ prompt: String) throws -> SecretBytes {
        StandardStream.writeMessage(prompt)
        defer { StandardStream.writeMessage("\n") }
        return try SilentTerminal.withoutEcho { try readLine(from: STDIN_FILENO) }
    }

    /// Reads byte by byte into an array of the largest size: one that grows would leave copies behind.
    private static func readLine(from descriptor: Int32) throws -> SecretBytes {
        var bytes = [UInt8](repeating: 0, count: limitBytes + 1)
        defer { cleanse(&bytes) }
        var count = 0
        while count <= limitBytes {
            let status = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress! + count, 1) }
            guard status >= 0 else {
                throw Failure(
                    .usage, "cannot read the passphrase from file descriptor \(descriptor)",
                    hint: "open it: 3<file, then --passphrase-fd 3")
            }
            if status == 0 || bytes[count] == UInt8(ascii: "\n") { break }
            count += 1
        }
        guard count <= limitBytes else {
            throw Failure(.inputRefused, "the passphrase is too long", hint: "at most \(limitBytes) bytes")
        }
        guard count > 0 else { throw Failure(.inputRefused, "the passphrase is empty", hint: "give at least one character") }
        return SecretBytes(copying: bytes.span.extracting(..<count))
    }
}
