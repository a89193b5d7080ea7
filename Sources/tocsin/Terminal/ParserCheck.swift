import ArgumentParser
import Foundation

/// Checks of options that the parser makes, so that a fault of usage is told before a home is opened.
enum ParserCheck {
    /// Runs a check; its failure goes through the parser with its hint.
    static func run(_ check: () throws -> Void) throws {
        do {
            try check()
        } catch {
            let failure = Failure(explaining: error)
            throw ValidationError(failure.message + mark + failure.hint)
        }
    }

    /// A message of the parser's and, when it came from a check, the hint behind it.
    static func parts(of message: String) -> (message: String, hint: String?) {
        guard let range = message.range(of: mark) else { return (message, nil) }
        return (String(message[..<range.lowerBound]), String(message[range.upperBound...]))
    }

    private static let mark = "\nhint: "
}
