import ArgumentParser
import CanonicalCoding
import Exchange

/// `tocsin audit actor`: what one person did.
struct AuditActorVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actor", abstract: "What a member of staff did, looks into the audit log and exports included.",
        discussion: """
            EXAMPLE
              tocsin audit actor analyst.7 --from 2026-11-01 --to 2026-11-30
            """)

    @OptionGroup var options: AuditOptions
    @OptionGroup var filter: AuditFilterOptions
    @Argument(help: "The person, by pseudonym.") var person: String

    func run() throws {
        try options.requireSight(of: "--kind", filter.kind)
        var chosen = try filter.filter()
        chosen.actor = person
        try options.ask("actor", chosen.json) { try $0.acts(of: person, chosen) }
    }
}

/// `tocsin audit queries`: questions that look abnormal.
struct AuditQueriesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queries", abstract: "Which lookups lack a case reference, come in bulk, or outside the hours of work.",
        discussion: """
            bulk: so many of one person within an hour, whenever it begins; the row tells of all that came at such a pace, from the \
            time of the first. after-hours: at night or at the weekend by the office's clock. no-case: without a case reference. Of \
            these there is one row for each person and hour.

            EXAMPLES
              tocsin audit queries --anomalies
              tocsin audit queries --anomalies --per-hour 500 --hours 07-19 \\
                --offset-minutes 60
            """)

    @OptionGroup var options: AuditOptions
    @OptionGroup var filter: AuditFilterOptions
    @Flag(name: .long, help: "List what looks abnormal.") var anomalies = false
    @Option(name: .long, help: "So many lookups of one person within an hour are many.") var perHour = AnomalyTerms().perHour
    @Option(name: .long, help: "The hours of work, first and end.") var hours = "06-20"
    @Option(name: .long, help: "The office's clock against UTC, in minutes.") var offsetMinutes = 0
    @Flag(name: .long, help: "Saturdays and Sundays are days of work.") var weekend = false

    func validate() throws { try ParserCheck.run { _ = try terms() } }

    func run() throws {
        try options.requireSight(of: "--kind", filter.kind)
        let (chosen, terms) = (try filter.filter(), try terms())
        var kept = chosen.json
        kept["terms"] = .object(terms.json)
        try options.ask("queries.anomalies", kept) { try $0.anomalies(terms, chosen) }
    }

    private func terms() throws -> AnomalyTerms {
        let parts = hours.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard anomalies, parts.count == 2, let first = parts[0], let end = parts[1], (0...24).contains(first),
            (0...24).contains(end),
            first < end, perHour > 0, (-840...840).contains(offsetMinutes)
        else {
            throw Failure(
                .usage, "--anomalies is missing, or --hours, --per-hour or --offset-minutes is not usable",
                hint: "for example --anomalies --hours 06-20 --per-hour 100 --offset-minutes 60")
        }
        var terms = AnomalyTerms()
        terms.perHour = perHour
        (terms.firstHour, terms.endHour) = (first, end)
        terms.offsetMinutes = offsetMinutes
        terms.includesWeekend = weekend
        return terms
    }
}

/// `tocsin audit views`: who read or exported audit data.
struct AuditViewsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "views", abstract: "Who read or exported audit data, this very question included.",
        discussion: """
            EXAMPLE
              tocsin audit views --from 2026-11-01
            """)

    @OptionGroup var options: AuditOptions
    @OptionGroup var filter: AuditFilterOptions

    func run() throws {
        let chosen = try filter.filter()
        try options.ask("views", chosen.json) { try $0.views(chosen) }
    }
}
