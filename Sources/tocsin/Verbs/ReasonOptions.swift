import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators

/// Why something is taken back or contested.
struct ReasonOptions: ParsableArguments {
    @Option(name: .long, help: "The reason: \(Self.reasons.joined(separator: ", ")).") var why: String
    @Option(name: .long, help: "With `recycled`: the day since when, for example 2026-11-01.") var since: String?

    static let reasons = ["false-positive", "recycled", "legal-order", "erasure-request", "withdrawn", "superseded"]

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
    func requireAcceptable(_ marking: Marking, at time: Timestamp) throws {
        switch self {
        case .outcome: return
        case .retract(_, let since), .object(_, let since):
            guard marking != .red else {
                throw Failure(
                    .usage, "--tlp RED does not fit: every member of the group gets retractions and objections whole",
                    hint: "mark it AMBER+STRICT or lower, or tell the members concerned by another way")
            }
            guard let since, since > time.day else { return }
            throw Failure(
                .usage, "--since \(since.iso8601) is after today, \(time.day.iso8601) in UTC: every node would refuse it",
                hint: "name the day since when the value belongs to somebody else, today at the latest")
        }
    }
}
