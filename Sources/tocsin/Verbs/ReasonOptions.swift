import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators

/// Why something is taken back or contested.
struct ReasonOptions: ParsableArguments {
    @Option(name: .long, help: "The reason: \(Self.reasons.joined(separator: ", ")).") var why: String
    @Option(name: .long, help: "With `recycled`: the day since when, for example 2026-11-01.") var since: String?

    static let reasons = NamedStatement.reasons

    func parsed() throws -> (why: String, since: CalendarDay?) {
        guard Self.reasons.contains(why) else {
            throw Failure(.usage, "--why is not a reason", hint: "one of \(Self.reasons.joined(separator: ", "))")
        }
        let day = since.flatMap { CalendarDay(iso8601: $0) }
        guard (why == "recycled") == (since != nil), since == nil || day != nil else {
            throw Failure(.usage, "--since belongs to the reason recycled, and to it alone", hint: "write it as 2026-11-01")
        }
        return (why, day)
    }
}

extension NamedStatement.Act {
    /// Refuses before anything is signed what every node would refuse, or what not every member of the group may see.
    func requireStatable(_ marking: Marking, at time: Timestamp) throws {
        do throws(StatementFault) {
            try requireAcceptable(marking, at: time)
        } catch {
            throw Self.failure(error, today: time.day)
        }
    }

    private static func failure(_ fault: StatementFault, today: CalendarDay) -> Failure {
        switch fault {
        case .markedRed:
            Failure(
                .usage, "--tlp RED does not fit: every member of the group gets retractions and objections whole",
                hint: "mark it AMBER+STRICT or lower, or tell the members concerned by another way")
        case .laterThanToday(let since):
            Failure(
                .usage, "--since \(since.iso8601) is after today, \(today.iso8601) in UTC: every node would refuse it",
                hint: "name the day since when the value belongs to somebody else, today at the latest")
        case .day, .reason, .outcome: Failure(.usage, "the statement cannot be made", hint: "see --help for reasons and outcomes")
        }
    }
}
