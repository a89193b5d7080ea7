import ArgumentParser

/// A fault that the argument parser found, as a person sees it: one sentence, and where the help is.
struct ParserFault {
    private let sentence: String
    private let hint: String

    /// - Parameters:
    ///   - message: what the parser says; it may be empty, or more than a line.
    ///   - arguments: the command line without the program's name.
    init(_ message: String, root: any ParsableCommand.Type, arguments: [String]) {
        var verb = root
        var names = [Self.name(of: root)]
        var rest = arguments[...]
        while let next = rest.first, let below = Self.subcommand(next, of: verb) {
            verb = below
            names.append(next)
            rest = rest.dropFirst()
        }
        let command = names.joined(separator: " ")
        let said = ParserCheck.parts(of: message)
        hint = said.hint ?? "see \(command) --help"
        if !verb.configuration.subcommands.isEmpty, let word = rest.first, !word.hasPrefix("-") {
            sentence = "\(command) has no verb \(word)"
        } else {
            let words = said.message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            sentence = words.isEmpty ? "\(command) needs more than its name" : Self.sentence(words)
        }
    }

    /// The failure to report.
    var failure: Failure { Failure(.usage, sentence, hint: hint) }

    private static func subcommand(_ name: String, of verb: any ParsableCommand.Type) -> (any ParsableCommand.Type)? {
        verb.configuration.subcommands.first { self.name(of: $0) == name }
    }

    private static func name(of verb: any ParsableCommand.Type) -> String { verb.configuration.commandName ?? "" }

    /// In small letters and without the full stop, as all errors are.
    private static func sentence(_ words: String) -> String {
        let body = words.hasSuffix(".") ? String(words.dropLast()) : words
        return body.prefix(1).lowercased() + body.dropFirst()
    }
}
