public import CanonicalCoding
public import CryptoPrimitives

/// What was decided, with the rules that said so. Only ``DecisionEngine`` makes one; redaction demands it.
public struct Decision: Sendable, Hashable {
    /// What was asked.
    public let input: DecisionInput
    /// The agreement that decided; nothing when there was none.
    public let agreement: Agreement?
    /// Whether rows may pass.
    public let outcome: DecisionOutcome
    /// Why.
    public let reason: ReasonCode
    /// What would have to be otherwise before rules are asked at all.
    public let unmet: [String]
    /// The legal bases relied on, ascending by reference.
    public let legal: [String]
    /// The classes in the order of the input.
    public let classes: [ClassDecision]
    /// What the recipient owes, ascending by text; retention and approvals stand apart.
    public let duties: [OwedDuty]
    /// Until when everything may be kept: the earliest end of the classes that pass.
    public let retainUntil: Timestamp?
    /// The approvals that were needed, by role.
    public let neededApprovals: [String: Int64]

    /// A duty and when it is due.
    public struct OwedDuty: Sendable, Hashable {
        /// The duty.
        public let duty: Duty
        /// When it is due; nothing for duties without a date.
        public let due: Timestamp?
    }

    init(input: DecisionInput, agreement: Agreement?, refusal: Refusal?, classes: [ClassDecision], legal: [String]) {
        self.input = input
        self.agreement = agreement
        self.classes = classes
        self.legal = legal
        unmet = refusal?.unmet ?? []
        let outcomes = Set(classes.map(\.outcome))
        let isRefused = refusal != nil && classes.isEmpty
        let none: DecisionOutcome = isRefused ? (input.stage == .retain ? .freeze : .deny) : .allow
        outcome = outcomes.count > 1 ? .partial : outcomes.first ?? none
        if let refusal {
            reason = refusal.reason
        } else if classes.contains(where: { $0.reason == .breakGlass }) {
            reason = .breakGlass
        } else {
            reason = outcome == .partial ? .allowed : classes.first?.reason ?? .allowed
        }
        let passing = classes.filter { $0.outcome == .allow }
        duties = Self.owed(passing, at: input.time)
        retainUntil = passing.compactMap(\.retainUntil).min()
        neededApprovals = classes.reduce(into: [:]) { $0.merge($1.neededApprovals, uniquingKeysWith: max) }
    }

    private static func owed(_ classes: [ClassDecision], at time: Timestamp) -> [OwedDuty] {
        let all = classes.reduce(into: Set<Duty>()) { $0.formUnion($1.duties) }
        let owed = all.filter { duty in
            switch duty {
            case .retain, .approve: false
            default: true
            }
        }
        return owed.map { OwedDuty(duty: $0, due: $0.periodFromDecision?.end(from: time)) }.sorted { $0.duty.text < $1.duty.text }
    }

    /// The name of the decision: SHA-256 over a header and the record without it.
    public var id: Digest256 { SHA256.hash(Self.header + JSONValue.object(recordWithoutID).canonicalBytes()) }

    /// The record: everything that has to be known later.
    public var jsonValue: JSONValue {
        var record = recordWithoutID
        record["id"] = .string(id.hex)
        return .object(record)
    }

    /// The bytes of the record.
    public func canonicalBytes() -> [UInt8] { jsonValue.canonicalBytes() }

    private static let header = Array("scam-exchange-decision/v1\n".utf8)
}
