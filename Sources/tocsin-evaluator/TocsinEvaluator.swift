import ArgumentParser
import CryptoPrimitives
import Foundation
import LedgerFiles

/// The evaluator as a program of its own: it holds shares and answers blinded requests; no database, no client, no other call.
@main
struct TocsinEvaluator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin-evaluator",
        abstract: "Hold one share of an epoch's key and answer members' blinded requests.",
        discussion: """
            The home is one that tocsin makes: tocsin init --role evaluator, then the registry, the epoch and, by the ceremony of \
            tocsin evaluator, the share.

            EXAMPLES
              tocsin-evaluator serve --home evaluator --listen 0.0.0.0:7443
              tocsin-evaluator status --home evaluator --json

            EXIT CODES
              0 done    2 usage    3 input refused    4 the home's own state refuses
              5 network    70 internal error
            """,
        version: "tocsin-evaluator 0.1.0",
        subcommands: [ServeVerb.self, StatusVerb.self, UsageVerb.self])

    static func main() async {
        if !SecretMemory.prepare() {
            StandardStream.writeMessage(
                "warning: the system does not keep secrets out of swap; allow 64 KiB of locked memory (ulimit -l)\n")
        }
        StandardStream.reportClosedPipes()
        do {
            var command = try parseAsRoot()
            if var patient = command as? any AsyncParsableCommand {
                try await patient.run()
            } else {
                try command.run()
            }
        } catch {
            Foundation.exit(report(error))
        }
    }

    private static func report(_ error: any Error) -> Int32 {
        if let failure = EvaluatorFailure(explaining: error) { return failure.report() }
        if exitCode(for: error) == .success {
            return (try? StandardStream.writeResults(Array((fullMessage(for: error) + "\n").utf8))) != nil ? 0 : 70
        }
        if error is ExitCode { return exitCode(for: error).rawValue }
        guard exitCode(for: error) == .validationFailure else {
            return EvaluatorFailure(
                .internalError, "an error nobody expected: \(type(of: error))", hint: "report it with the command that caused it"
            ).report()
        }
        let words = message(for: error).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return EvaluatorFailure(
            .usage, words.isEmpty ? "the verb needs more than its name" : words, hint: "see tocsin-evaluator --help"
        ).report()
    }
}
