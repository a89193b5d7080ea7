import ArgumentParser
import CryptoPrimitives
import Foundation
import LedgerFiles

/// The program: parses the command line, runs one verb, and turns every error into two lines and a code.
@main
struct Tocsin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tocsin",
        abstract: "Exchange scam intelligence: signed, redactable, blindly matched, explainable.",
        discussion: """
            EXAMPLES
              tocsin demo                          three members do the whole round
              tocsin lab --dir lab --members org.a:platform,org.b:vendor
              tocsin publish --group lab feed.csv  a feed becomes a signed bundle
              tocsin lookup +442079460123          what is known, and how sure

            EXIT CODES
              0 done, verified, found      1 a clear no         2 usage
              3 input refused              4 this node's state refuses
              5 peer or network            70 internal error
            """,
        version: "tocsin 0.1.0",
        subcommands: VerbList.all)

    static func main() async {
        _ = SecretMemory.prepare()
        StandardStream.reportClosedPipes()
        do {
            var command = try parseAsRoot()
            if var patient = command as? any AsyncParsableCommand {
                try await patient.run()
            } else {
                try command.run()
            }
        } catch let error as FileError where error.reason == .closedPipe {
            Terminal.end(with: error)
        } catch let failure as Failure {
            Terminal.report(failure)
            Foundation.exit(failure.exitCode.rawValue)
        } catch {
            Foundation.exit(reportParserError(error))
        }
    }

    /// Help and version are answers; anything else the parser throws is a fault of usage.
    private static func reportParserError(_ error: any Error) -> Int32 {
        if exitCode(for: error) == .success {
            Terminal.say(fullMessage(for: error))
            return 0
        }
        if error is ExitCode { return exitCode(for: error).rawValue }
        guard exitCode(for: error) == .validationFailure else {
            let failure = Failure(explaining: error)
            Terminal.report(failure)
            return failure.exitCode.rawValue
        }
        let arguments = Array(CommandLine.arguments.dropFirst())
        Terminal.report(ParserFault(message(for: error), root: Self.self, arguments: arguments).failure)
        return FailureCode.usage.rawValue
    }
}
