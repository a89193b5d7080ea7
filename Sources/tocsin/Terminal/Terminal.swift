import Foundation
import LedgerFiles

/// Results go to standard output, everything else to standard error.
enum Terminal {
    static let isErrorTerminal = isatty(STDERR_FILENO) == 1
    static let isOutputTerminal = isatty(STDOUT_FILENO) == 1
    static let usesColour = isOutputTerminal && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty

    /// How many columns results may take; nothing where they are not shown on a terminal. COLUMNS says so, too.
    static let width = columns(of: STDOUT_FILENO, isTerminal: isOutputTerminal)
    /// The same for what goes to standard error.
    static let errorWidth = columns(of: STDERR_FILENO, isTerminal: isErrorTerminal)

    private static func columns(of descriptor: Int32, isTerminal: Bool) -> Int? {
        if let stated = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init), widths.contains(stated) {
            return stated
        }
        guard isTerminal else { return nil }
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, widths.contains(Int(size.ws_col)) else { return usualWidth }
        return Int(size.ws_col)
    }

    private static let usualWidth = 80
    private static let widths = 40...10_000

    /// Writes a sentence of results, on a terminal in lines that fit, all but the first set in.
    static func sayWrapped(_ text: String) {
        for line in fitted(text, to: width) { say(line) }
    }

    /// The same for the person, not for the script.
    static func noteWrapped(_ text: String) {
        for line in fitted(text, to: errorWidth) { note(line) }
    }

    private static func fitted(_ text: String, to width: Int?) -> [String] {
        guard let width else { return [plain(text)] }
        return LineWidth.wrap(plain(text), to: width, indent: 2)
    }

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
