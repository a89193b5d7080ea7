import ArgumentParser

/// Which officer decides, and why: for verbs that put an officer's word on record.
struct DecisionWordOptions: ParsableArguments {
    @Option(name: .long, help: "Who decides; with release_officers above 1 the name of a key of tocsin officer.") var officer:
        String
    @Option(name: .long, help: "Why, for the record.") var why: String

    func check() throws {
        for (option, text) in [("--officer", officer), ("--why", why)] where !AcceptGapVerb.textBytes.contains(text.utf8.count) {
            throw Failure(.usage, "\(option) is empty or too long", hint: "at most \(AcceptGapVerb.textBytes.upperBound) bytes")
        }
    }
}
