import ArgumentParser
import CanonicalCoding
import Exchange

/// `tocsin audit verify`: is the ledger intact?
struct AuditVerifyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the whole ledger: heads, entries, tiles, details, quorum. Exit code 1 when it is not intact.",
        discussion: """
            tocsin-verify ledger, and the verifiers in Go and shell, give the same verdict on the published files; only the node \
            has the details, and all of them have to be there. The question itself is the newest entry, so the newest head that \
            enough witnesses signed counts for the quorum. When the ledger refuses to take an entry, the verdict is given all the \
            same, and says so.

            EXAMPLE
              tocsin audit verify --json
            """)

    @OptionGroup var options: AuditOptions

    func run() throws { try options.askOfLog("verify") { LogQuestion.verification(of: $0, at: ClockOptions.now) } }
}

/// `tocsin audit witnesses`: how far others vouch for the log.
struct AuditWitnessesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witnesses",
        abstract: "What each witness signed last, and whether a fork or a rollback was seen. Exit code 1 then.",
        discussion: """
            Forks are directories with two heads of one size that one log signed; anybody who has the log's key can verify them.

            EXAMPLE
              tocsin audit witnesses
            """)

    @OptionGroup var options: AuditOptions

    func run() throws { try options.askOfLog("witnesses") { try LogQuestion.witnesses(of: $0, at: ClockOptions.now) } }
}

/// `tocsin audit window`: what happened around a time.
struct AuditWindowVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "window", abstract: "What happened around a time, with what witnesses prove of when.",
        discussion: """
            With --bounds each entry has the latest time at which a witness signed a head without it, and the earliest at which one \
            signed a head with it. The node's own clock proves nothing.

            EXAMPLE
              tocsin audit window 2026-11-28T13:40:00Z +-10m --bounds
            """)

    @OptionGroup var options: AuditOptions
    @Flag(name: .long, help: "Bounds from the times of witnesses.") var bounds = false
    @Argument(help: "The time.") var time: String
    @Argument(help: "How much before and after: +-30s, +-10m, +-2h, +-1d.") var width = "+-10m"

    func validate() throws { try ParserCheck.run { _ = try filter() } }

    func run() throws {
        let filter = try filter()
        try options.ask("window", filter.json) { try $0.window(filter, withBounds: bounds) }
    }

    private func filter() throws -> AuditFilter {
        let centre = try AuditFilterOptions.time(time, "the time", endOfDay: false)
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": Timestamp.secondsPerDay]
        guard width.hasPrefix("+-"), let unit = width.last.flatMap({ units[$0] }),
            let count = Int64(width.dropFirst(2).dropLast()),
            (1...100_000).contains(count)
        else { throw Failure(.usage, "the width of the window is not usable", hint: "for example +-10m; s, m, h or d") }
        var filter = AuditFilter()
        filter.from = centre.adding(seconds: -count * unit)
        filter.until = centre.adding(seconds: count * unit + 1)
        return filter
    }
}
