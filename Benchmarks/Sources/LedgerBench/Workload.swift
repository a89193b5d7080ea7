import CanonicalCoding
import LedgerFiles
import TransparencyLog

/// What is logged: lookups, as a busy node has them.
enum Workload {
    static let who: [(DetailField, JSONValue)] = [
        (.organisation, "org.example"), (.actor, "S-7"), (.role, "analyst"), (.authentication, "passkey"), (.software, "1.0"),
    ]

    static func event(at time: EntryTime) throws -> Event {
        try Event(
            .query, capturedAt: time,
            fields: who + [
                (.purpose, "fraud.prevention"), (.justification, "a payment was held for review"), (.results, 3),
                (.subject, "nJb0pXKq1m6m3o1D1c3oTqU0gH0yqk5mZl8b5x2v9sE"),
            ])
    }
}
