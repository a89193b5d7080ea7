internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import SignedBundles
internal import TransparencyLog

extension ChainDecision {
    /// What the audit log hears of it; the beginning of a chain changes nothing that stood.
    var event: LoggedEvent? {
        switch act {
        case .begin: nil
        case .gap: event(.gapAccept, why)
        case .reset: event(.quarantineRelease, "the registry resets the chain")
        case .fork: event(.quarantineSet, "the chain is forked")
        }
    }

    private func event(_ type: EntryType, _ reason: String) -> LoggedEvent {
        var further: [(name: String, DetailRecord.FieldClass, JSONValue)] = [
            ("group", .org, .string(audience.name)), ("manifest", .item, .string(place.digest.hex)),
            ("seq", .policy, .integer(Int64(place.sequence))),
        ]
        if !officer.isEmpty { further.append(("officer", .staff, .string(officer))) }
        return LoggedEvent(type, [(.peer, .string(publisher.name)), (.reason, .string(reason))], further: further)
    }
}
