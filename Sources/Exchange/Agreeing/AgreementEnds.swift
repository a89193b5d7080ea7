internal import Agreements
internal import CryptoPrimitives
public import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

extension Node {
    /// Puts on record which agreements have ended, each once.
    ///
    /// - Returns: those of which the log did not say so before.
    /// - Throws: `LedgerError`, `FileError`, ``NodeError``.
    public func logEndedAgreements(at time: Timestamp) throws -> [HeldAgreement] {
        var known: Set<String> = []
        try ledger().forEach { (record) throws(LedgerError) in
            if record.type == .agreementEnd, let digest = record.details[.agreement]?.string { known.insert(digest) }
        }
        let ended = try NodeAgreements(self).held.filter { held in
            time >= held.agreement.end && !held.isSuperseded(at: time) && !known.contains(held.agreement.digest.hex)
        }
        guard !ended.isEmpty else { return [] }
        try log(
            ended.map { held in
                LoggedEvent(
                    .agreementEnd,
                    [
                        (.agreement, .string(held.agreement.digest.hex)), (.version, .integer(held.agreement.version)),
                        (.reason, .string("its time is over")),
                    ])
            })
        return ended
    }
}
