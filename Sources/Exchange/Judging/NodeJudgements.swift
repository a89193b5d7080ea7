public import CanonicalCoding
internal import CryptoPrimitives
public import Indicators
internal import MemberRegistry
public import MergeEngine
public import SignedBundles

/// What a node judges of names and the indicators they lead to.
///
/// A judgement changes the answers of this node and nothing else: no bundle, no state digest, no other node.
public struct NodeJudgements {
    private let node: Node
    private let time: Timestamp
    private var record: JudgementRecord

    /// Opens the judgements of a node.
    ///
    /// - Throws: ``JudgementError``, ``NodeError``, `RegistryError`, `FileError`.
    public init(_ node: Node, at time: Timestamp) throws {
        self.node = node
        self.time = time
        record = try JudgementRecord(of: node)
    }

    /// Where a judgement stands among the others.
    public enum Standing: String, Sendable, CaseIterable {
        /// It is the last word on one of its pairs or more.
        case inForce = "in-force"
        /// Later ones took its place.
        case replaced
        /// Its key was in wrong hands by then; it counts for nothing.
        case setAside = "set-aside"
    }

    /// Every judgement in the order of the record, with its standing.
    public var all: [(judgement: RecordedJudgement, standing: Standing)] {
        let last = record.lastWords
        return record.judgements.map { judgement in
            (judgement, judgement.isSetAside ? .setAside : last.isInForce(judgement) ? .inForce : .replaced)
        }
    }

    /// What came of an act.
    public struct Outcome: Sendable {
        /// The pairs judged, one for each epoch in which both tags are known.
        public let pairs: [AliasPair]
        /// The new judgement; nothing when all of it held before.
        public let judgement: RecordedJudgement?
    }

    /// Judges that a name and an indicator are not the same, or takes that back.
    ///
    /// - Parameters:
    ///   - question: the value that leads too far.
    ///   - row: where it leads. Two values are taken in either order.
    ///   - why: the reason, of `JudgementDocument.whyBytes`; it is what the look is for, too.
    /// - Throws: ``JudgementError``, `IndicatorError`, ``NodeError`` when this node's key is not listed, `StoreError`, `FileError`,
    ///   `LedgerError`.
    public mutating func judge(_ act: JudgementDocument.Act, _ question: AliasQuestion, _ row: JudgedRow, why: String) throws
        -> Outcome
    {
        guard JudgementDocument.whyBytes.contains(why.utf8.count),
            let grounds = QueryGrounds(purpose: Self.purpose, justification: why, of: "merge")
        else { throw JudgementError.why }
        let last = record.lastWords
        let lookup = try Lookup(node, under: last, at: time, for: grounds)
        let found = Result { try AliasAim(lookup).pairs(of: question, row, for: act) }
        try log(question, lookup, pairCount: (try? found.get().count) ?? 0, for: grounds)
        let pairs = try found.get()
        let isNew = pairs.contains { last.word(on: $0)?.document.act ?? .join != act }
        guard isNew else { return Outcome(pairs: pairs, judgement: nil) }
        let document = JudgementDocument(act, of: pairs, node: node.settings.member, time: time, why: why)
        try node.logConfiguration("merge.judgements", digest: SHA256.hash(document.envelope().payload))
        return Outcome(pairs: pairs, judgement: try record.append(signed(document), in: node))
    }

    /// Whether two values have to do with each other is an answer like any other: on record before it is given.
    private func log(_ question: AliasQuestion, _ lookup: Lookup, pairCount: Int, for grounds: QueryGrounds) throws {
        let named = try NamedIndicator(question.text, kind: question.kind, region: question.region ?? lookup.region)
        var log = try QueryLog(node, grounds: grounds)
        try log.note(
            named.kind, String(decoding: named.canonical, as: UTF8.self), results: ["pairs": .integer(Int64(pairCount))],
            decisions: lookup.finishQuestion().decisions)
        try log.commit()
    }

    private static let purpose = "scam.prevention"

    private func signed(_ document: JudgementDocument) throws -> DSSEEnvelope {
        let keys = try node.keys()
        let listed = try node.registry().usableKeys(of: document.node, for: .sign, at: time)
        guard listed.contains(where: { $0.publicKey == keys.signing.publicKey.bytes }) else {
            throw NodeError.notAMember(document.node.name)
        }
        let keyID = KeyName.keyID(member: document.node.name, kid: KeyName.kid(of: keys.signing.publicKey.bytes))
        return try document.envelope().signed(as: keyID) { message throws(OpenSSLError) in try keys.signing.sign(message) }
    }
}

/// A value as somebody asks about it.
public struct AliasQuestion: Sendable {
    /// The text.
    public let text: String
    /// Its kind; nil guesses.
    public let kind: IndicatorKind?
    /// The numbering plan for national numbers; nil is the node's.
    public let region: RegionCode?

    /// Asks about a value.
    public init(_ text: String, kind: IndicatorKind? = nil, region: RegionCode? = nil) {
        self.text = text
        self.kind = kind
        self.region = region
    }
}

/// The indicator that a name leads to.
public enum JudgedRow: Sendable {
    /// By its value.
    case value(String)
    /// By a claim that carries the name, where no value is known.
    case claim(ClaimID)
}
