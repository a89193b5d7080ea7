import Foundation
import LedgerFiles

/// Results go to standard output, everything else to standard error.
enum Terminal {
    static let isErrorTerminal = isatty(STDERR_FILENO) == 1
    static let isOutputTerminal = isatty(STDOUT_FILENO) == 1
    static let usesColour = isOutputTerminal && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty

    /// Writes a line of results.
    static func say(_ line: String = "") {
        write(Array((line + "\n").utf8))
    }

    /// Writes results; when that fails the program ends, since nothing it would still say can be relied on.
    static func write(_ bytes: [UInt8]) {
        do { try StandardStream.writeResults(bytes) } catch { end(with: error) }
    }

    /// Ends the program over results that nobody got.
    static func end(with error: FileError) -> Never {
        if error.reason == .closedPipe { StandardStream.endByClosedPipe() }
        let failure = Failure(explaining: error)
        report(failure)
        Foundation.exit(failure.exitCode.rawValue)
    }

    /// Writes a line for the person, not for the script.
    static func note(_ line: String) {
        StandardStream.writeMessage(line + "\n")
    }

    /// Two lines: what is wrong with which input and where; what to do.
    static func report(_ failure: Failure) {
        let code = failure.protocolCode.map { " [\($0)]" } ?? ""
        note("tocsin: \(plain(failure.message))\(failure.message.hasSuffix(code) ? "" : code)")
        note("hint: \(failure.hint)")
    }

    /// Text of others made harmless for a terminal: control characters, escapes and direction marks become `\u{…}`.
    static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        return text.unicodeScalars.map { isHarmful($0) ? "\\u{\(String($0.value, radix: 16))}" : String($0) }.joined()
    }

    /// JSON as it is written: to a terminal with what would harm it as escapes, anywhere else byte for byte.
    static func shown(_ json: [UInt8]) -> [UInt8] { isOutputTerminal ? escaped(json) : json }

    /// JSON with every control, format and separator character outside ASCII's line ends as an escape of JSON.
    static func escaped(_ json: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            guard isHarmful(scalar), scalar != "\n" else {
                output.append(contentsOf: String(scalar).utf8)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                output.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            }
        }
        return output
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }

    /// Emphasis on a terminal, plain text elsewhere.
    static func bold(_ text: String) -> String { usesColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
