internal import CanonicalCoding
internal import Agreements
internal import LedgerFiles
internal import TransparencyLog
internal import CryptoPrimitives

/// How much passed lately on one legal basis, as the audit log tells.
public struct LegalVolume: Sendable, Hashable {
    /// By the digest of an agreement and the stage: decisions that relied on the basis, and rows that passed by them.
    public private(set) var counts: [Key: Count] = [:]

    /// An agreement and an act.
    public struct Key: Sendable, Hashable {
        /// The digest of the agreement, in hex.
        public let agreement: String
        /// The stage.
        public let stage: String
    }

    /// How much.
    public struct Count: Sendable, Hashable {
        /// Decisions.
        public internal(set) var decisions = 0
        /// Rows that passed.
        public internal(set) var rows: Int64 = 0
    }

    /// Counts the last days.
    ///
    /// - Throws: `LedgerError`.
    public init(_ node: Node, relyingOn ref: String, days: Int64) throws {
        let ledger = try node.ledger()
        let now = EntryTime.now
        let start = EntryTime(millisecondsSinceEpoch: now.millisecondsSinceEpoch - days * Timestamp.secondsPerDay * 1_000)
        var found: [Decision] = []
        let agreements = try NodeAgreements(node)
        let paths = node.paths
        try ledger.forEach(from: ledger.firstIndex(notBefore: start)) { (record) throws(LedgerError) in
            let references = record.details[.legalReference]?.array ?? []
            guard record.entry.time >= start, references.contains(.string(ref)) else { return }
            for source in CapturedInput.all(in: record) {
                guard let input = source.read(at: paths), let digest = input.agreement else { continue }
                found.append(DecisionEngine.decide(input, under: agreements[digest]?.agreement))
            }
        }
        for decision in found where decision.legal.contains(ref) {
            let key = Key(agreement: decision.input.agreement?.hex ?? "", stage: decision.input.stage.rawValue)
            counts[key, default: Count()].decisions += 1
            counts[key, default: Count()].rows += decision.classes.filter { $0.outcome == .allow }.reduce(0) { $0 + $1.rows.rows }
        }
    }
}
