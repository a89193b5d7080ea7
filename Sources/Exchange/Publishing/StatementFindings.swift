public import CanonicalCoding
public import Indicators

/// What people mean who state something about named values, found in the store and put on record: whether something is reported is an
/// answer.
public struct StatementFindings {
    /// A value that is named.
    public struct Named: Sendable {
        let text: String
        let kind: IndicatorKind?
        let region: RegionCode?

        /// Names a value; without a kind the reading that is reported is meant.
        public init(_ text: String, kind: IndicatorKind?, region: RegionCode?) {
            self.text = text
            self.kind = kind
            self.region = region
        }
    }

    /// The statements, in the order of the values.
    public let statements: [NamedStatement]
    /// How many values nobody, or for a retraction not this member, reported.
    public let unreportedCount: Int
    /// Further kinds under which the same texts are reported.
    public let otherKinds: [String]

    /// Finds what is meant, and commits the questions to the audit log.
    ///
    /// - Throws: `IndicatorError`, `StoreError`, ``NodeError``, `LedgerError`, `FileError`.
    public init(
        _ values: [Named], _ act: NamedStatement.Act, target: NamedStatement.Target?, at node: Node, time: Timestamp,
        for grounds: QueryGrounds
    ) throws {
        let aim = try StatementAim(node, at: time, for: grounds)
        let findings = try values.map { try aim.find($0.text, kind: $0.kind, region: $0.region, for: act) }
        try Self.log(findings, at: node, grounds)
        statements = findings.map { NamedStatement(act, about: $0.named, target: target) }
        unreportedCount = findings.count { !$0.isReported }
        otherKinds = Set(findings.flatMap(\.otherKinds).map(\.name)).sorted()
    }

    private static func log(_ findings: [StatementAim.Finding], at node: Node, _ grounds: QueryGrounds) throws {
        var log = try QueryLog(node, grounds: grounds)
        for finding in findings {
            try log.note(
                finding.named.kind, String(decoding: finding.named.canonical, as: UTF8.self),
                results: ["reported": .bool(finding.isReported)], decisions: finding.decisions)
            if log.waitingCount >= QueryLog.batchLimit { try log.commit() }
        }
        try log.commit()
    }
}
