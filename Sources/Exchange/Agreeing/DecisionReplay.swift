public import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog
internal import Indicators

/// Takes the decisions of the last days up again under another version of their agreement: what would flip.
public struct DecisionReplay: Sendable {
    /// Decisions taken up again.
    public private(set) var replayedCount = 0
    /// Decisions of the agreement whose captured input is no longer here.
    public private(set) var missingCount = 0
    /// Those that would be others, in the order of the log.
    public private(set) var flips: [Flip] = []

    /// A decision that would be another.
    public struct Flip: Sendable {
        /// The entry of the log.
        public let entry: UInt64
        /// What was decided.
        public let before: Decision
        /// What would be.
        public let after: Decision
        /// The classes of rows that pass on one side alone, or with other columns, by their place.
        public let classes: [Int]
    }

    /// Replays.
    ///
    /// - Parameters:
    ///   - agreement: any version of the one whose decisions are meant.
    ///   - next: the version asked about; it is taken as signed and active.
    ///   - days: how far back, by the times of the log.
    /// - Throws: `LedgerError`, `FileError`.
    public init(_ node: Node, of agreement: Agreement, under next: Agreement, days: Int64) throws {
        let ledger = try node.ledger()
        let now = EntryTime.now
        let start = EntryTime(millisecondsSinceEpoch: now.millisecondsSinceEpoch - days * Timestamp.secondsPerDay * 1_000)
        let versions = try Set(NodeAgreements(node).held.map(\.agreement).filter { $0.id == agreement.id }.map(\.digest))
        var captured: [(UInt64, CapturedInput)] = []
        try ledger.forEach(from: ledger.firstIndex(notBefore: start)) { (record) throws(LedgerError) in
            guard record.entry.time >= start else { return }
            for input in CapturedInput.all(in: record) { captured.append((record.index, input)) }
        }
        for (entry, source) in captured {
            guard let input = source.read(at: node.paths) else {
                missingCount += 1
                continue
            }
            guard let digest = input.agreement, versions.union([agreement.digest]).contains(digest) else { continue }
            try replay(input, entry: entry, old: node.keptAgreement(digest), next: next)
        }
    }

    private mutating func replay(_ input: DecisionInput, entry: UInt64, old: Agreement, next: Agreement) throws {
        replayedCount += 1
        let before = DecisionEngine.decide(input, under: old)
        var asked = input
        asked.agreement = next.digest
        asked.standing.signers = next.parties.map(\.id)
        asked.standing.activated = min(input.standing.activated ?? input.time, input.time)
        let after = DecisionEngine.decide(asked, under: next)
        let changed = before.classes.indices.filter { place in
            guard after.classes.indices.contains(place) else { return true }
            return !before.classes[place].showsTheSame(as: after.classes[place])
        }
        guard before.outcome != after.outcome || !changed.isEmpty else { return }
        flips.append(Flip(entry: entry, before: before, after: after, classes: Array(changed)))
    }
}

extension ClassDecision {
    fileprivate func showsTheSame(as other: ClassDecision) -> Bool {
        outcome == other.outcome
            && fields.map { [$0.column, $0.form.rawValue, $0.treatment.text] }
                == other.fields.map { [$0.column, $0.form.rawValue, $0.treatment.text] }
    }
}

/// Where the captured input of a decision is: in the details of its entry, or in a file.
enum CapturedInput {
    case inline(JSONValue)
    case file(String)

    /// Those of one entry.
    static func all(in record: LedgerRecord) -> [CapturedInput] {
        switch record.type {
        case .decision: record.details["decision"]?.string.map { [.file($0)] } ?? []
        case .query:
            (record.details["decisions"]?.array ?? []).compactMap { entry in
                if let input = entry.object?["input"] { return .inline(input) }
                return entry.object?["id"]?.string.map { .file($0) }
            }
        default: []
        }
    }

    /// The input; nothing when it is gone or is no input.
    func read(at paths: HomePaths) -> DecisionInput? {
        switch self {
        case .inline(let value): return try? DecisionInput(parsing: value.canonicalBytes())
        case .file(let id):
            let bytes = try? FileReader.contents(of: paths.decisionInput(id), limitBytes: AgreementLimits.inputBytes)
            return bytes.flatMap { try? DecisionInput(parsing: $0) }
        }
    }
}
