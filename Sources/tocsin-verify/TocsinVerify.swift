import ArgumentParser
import Foundation
import LedgerFiles

/// The verifier for people who trust nobody: files in, verdicts out; no database, no network.
@main
struct TocsinVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin-verify",
        abstract: "Verify bundles, audit logs and receipts without trusting a node.",
        discussion: """
            EXIT CODES
              0 verified    1 does not verify    2 usage    3 input refused
              70 internal error
            """,
        version: "tocsin-verify 0.1.0",
        subcommands: [VerifyBundle.self, VerifyExport.self, VerifyFork.self, VerifyLedger.self, VerifyReceipt.self])

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            Foundation.exit(report(error))
        }
    }

    private static func report(_ error: any Error) -> Int32 {
        if let error = error as? FileError {
            note("tocsin-verify: \(error)", hint: error.hint)
            return inputRefused
        }
        if let error = error as? InputError {
            note("tocsin-verify: \(error.message)", hint: error.hint)
            return error.isUsage ? usage : inputRefused
        }
        if exitCode(for: error) == .success {
            return say(fullMessage(for: error)) ? 0 : internalError
        }
        if error is ExitCode { return exitCode(for: error).rawValue }
        guard exitCode(for: error) == .validationFailure else {
            note("tocsin-verify: an error nobody expected", hint: "report it with the command that caused it")
            return internalError
        }
        note("tocsin-verify: \(sentence(message(for: error)))", hint: "see \(named) --help")
        return usage
    }

    /// What the parser says, in one line, in small letters and without the full stop, as all errors are.
    private static func sentence(_ message: String) -> String {
        let words = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty else { return "the verb needs more than its name" }
        let body = words.hasSuffix(".") ? String(words.dropLast()) : words
        return body.prefix(1).lowercased() + body.dropFirst()
    }

    /// The program with the verb that was called.
    private static var named: String {
        guard let first = CommandLine.arguments.dropFirst().first,
            configuration.subcommands.contains(where: { $0.configuration.commandName == first })
        else { return "tocsin-verify" }
        return "tocsin-verify \(first)"
    }

    /// Writes a line of results; false when nobody got it.
    private static func say(_ line: String) -> Bool {
        (try? StandardStream.writeResults(Array((line + "\n").utf8))) != nil
    }

    private static func note(_ line: String, hint: String) {
        StandardStream.writeMessage("\(plain(line))\nhint: \(hint)\n")
    }

    /// Text made harmless for a terminal: what is no character to be seen becomes `\u{…}`.
    private static func plain(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }.joined()
    }

    private static let usage: Int32 = 2
    private static let inputRefused: Int32 = 3
    private static let internalError: Int32 = 70
}

/// Something on the command line, or a file it names, that cannot be used.
struct InputError: Error {
    let message: String
    let hint: String
    var isUsage = false
}
