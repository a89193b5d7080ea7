import ArgumentParser
import CryptoPrimitives
import Foundation

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
        FileHandle.standardError.write(Data(prompt.utf8))
        var saved = termios()
        _ = unsafe tcgetattr(STDIN_FILENO, &saved)
        var silent = saved
        silent.c_lflag &= ~tcflag_t(ECHO)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return try readLine(from: STDIN_FILENO)
    }

    private static func readLine(from descriptor: Int32) throws -> SecretBytes {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while unsafe read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            bytes.append(byte)
            guard bytes.count <= limitBytes else {
                throw Failure(.inputRefused, "the passphrase is too long", hint: "at most \(limitBytes) bytes")
            }
        }
        guard !bytes.isEmpty else { throw Failure(.inputRefused, "the passphrase is empty", hint: "give at least one character") }
        return SecretBytes(erasing: &bytes)
    }
}
