public import CanonicalCoding
public import Indicators

/// Why a statement is refused before anything is signed: every node would refuse it, or not every member of the group may see it.
public enum StatementFault: Error, Sendable, Hashable {
    /// Retractions and objections go whole to every member of the group.
    case markedRed
    /// The day since when the value belongs to somebody else has not come.
    case laterThanToday(CalendarDay)
    /// A day belongs to the reason `recycled`, and to it alone.
    case day
    /// The reason is none of `NamedStatement.reasons`.
    case reason
    /// The outcome is none of `NamedStatement.outcomes`.
    case outcome
}

extension NamedStatement.Act {
    /// Refuses what cannot be stated under a marking at a time.
    ///
    /// - Throws: ``StatementFault``.
    public func requireAcceptable(_ marking: Marking, at time: Timestamp) throws(StatementFault) {
        switch self {
        case .outcome(let act): guard NamedStatement.outcomes.contains(act) else { throw .outcome }
        case .retract(let why, let since), .object(let why, let since):
            guard NamedStatement.reasons.contains(why) else { throw .reason }
            guard (why == "recycled") == (since != nil) else { throw .day }
            guard marking != .red else { throw .markedRed }
            if let since, since > time.day { throw .laterThanToday(since) }
        }
    }
}
