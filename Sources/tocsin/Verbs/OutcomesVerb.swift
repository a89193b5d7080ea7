import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import MergeEngine

/// `tocsin outcomes`: what came back about what each publisher reported.
struct OutcomesVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outcomes",
        abstract: "Count by publisher or campaign what was done about the indicators reported, small counts suppressed.",
        discussion: """
            Of each publisher's indicators: how many were reported, how many were given each outcome and by how many members, how \
            many an open objection contests, of how many nothing was said. A member counts once for an indicator and outcome. The \
            table may be handed on: it shows no count from 1 to 4 (--smallest-count 5), none that gives such a count away \
            (suppressed), no outcome that may tip somebody off, and none marked RED. --exact is for your own eyes: it shows all, asks \
            for --justification, and the log has both. Two tables over days or groups that overlap can be subtracted from each \
            other; hand on one. docs/spec/outcomes.md has the rules.

            EXAMPLES
              tocsin outcomes --group task-force --since 2026-11-01
              tocsin outcomes --by campaign --publisher org.vendor --json
              tocsin outcomes --exact --justification 'feedback for case 7'
            """)

    enum Grouping: String, ExpressibleByArgument, CaseIterable { case publisher, campaign }

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var grounds: GroundsOptions
    @Option(name: .long, help: "What rows are about: publisher or campaign.") var by: Grouping = .publisher
    @Option(name: .long, help: "Only what came back to this member.") var publisher: String?
    @Option(name: .long, help: "Only what was signed for this group.") var group: String?
    @Option(name: .long, help: "Indicators reported on this day or later: 2026-11-01.") var since: String?
    @Option(name: .long, help: "Indicators reported on this day or earlier.") var until: String?
    @Option(name: .long, help: "The smallest count that is shown beside 0. Default: 5.") var smallestCount: Int?
    @Flag(name: .long, help: "Show every count, for the own node; with --justification.") var exact = false

    func validate() throws { try ParserCheck.run { _ = try question() } }

    func run() throws {
        let question = try question()
        let node = try home.node(for: .reading)
        node.actor = try grounds.person()
        let report = try OutcomeReport(node, question, at: clock.time(), for: grounds.grounds("outcomes"))
        if output.json {
            Terminal.say(json: OutcomeSheet.json(report.table, of: question))
        } else {
            OutcomeSheet.print(report.table, of: question)
        }
        if report.table.rows.isEmpty { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    private func question() throws -> OutcomeQuestion {
        var question = OutcomeQuestion()
        question.isByCampaign = by == .campaign
        question.publisher = try publisher.map(MemberOption.parse)
        question.group = try group.map(GroupOption.parse)
        question.since = try since.map { try Self.day($0, "--since") }
        question.until = try until.map { try Self.day($0, "--until") }
        if let since = question.since, let until = question.until, until < since {
            throw Failure(.usage, "--until is before --since", hint: "name the first day and the last day of a period")
        }
        question.floor = try floor()
        return question
    }

    private func floor() throws -> CountFloor? {
        guard !exact else {
            guard smallestCount == nil else {
                throw Failure(.usage, "--exact and --smallest-count say two things", hint: "leave one away")
            }
            guard grounds.justification != nil else {
                throw Failure(.usage, "--exact is without --justification", hint: "say why every count has to be seen")
            }
            return nil
        }
        guard let smallestCount else { return .standard }
        guard let floor = CountFloor(smallest: smallestCount) else {
            let range = CountFloor.range
            throw Failure(
                .usage, "--smallest-count is not usable",
                hint: "\(range.lowerBound) to \(range.upperBound); --exact shows every count to the own node")
        }
        return floor
    }

    private static func day(_ text: String, _ option: String) throws -> CalendarDay {
        guard let day = CalendarDay(iso8601: text) else {
            throw Failure(.usage, "\(option) is not a day", hint: "write it as 2026-11-01, in UTC")
        }
        return day
    }
}
