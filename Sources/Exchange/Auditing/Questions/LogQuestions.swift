public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import TransparencyLog

/// Questions about the log itself, whose answers show no value. They are also answered when the log refuses to be written, which is
/// when they are needed most.
public enum LogQuestion {
    /// What every witness signed last, and whether a fork or a rollback was seen (question 27).
    ///
    /// - Parameter now: what ages are counted to.
    /// - Throws: `FileError`, `LedgerError`, `LogError`.
    public static func witnesses(of node: Node, at now: Timestamp) throws -> AuditAnswer {
        let policy = try node.witnessPolicy()
        let tree = try TreeStatement(node.ledger(), of: node, policy: policy)
        let heads = try CosignedHeads(of: node, by: policy)
        var answer = AuditAnswer("witness", "state", "last_size", "behind", "signed_at", "age_seconds")
        for witness in policy.witnesses.sorted(by: { $0.name < $1.name }) {
            guard let last = heads.signatures.first(where: { $0.witness == witness }) else {
                answer.add(.text(witness.name), .text("never"), .count(0), .count(tree.head.size), .text(""), .text(""))
                continue
            }
            let time = Timestamp(secondsSinceEpoch: Int64(clamping: last.secondsSinceEpoch))
            answer.add(
                .text(witness.name), .text(last.size == tree.head.size ? "current" : "behind"), .count(last.size),
                .count(tree.head.size - min(last.size, tree.head.size)), .text(time.rfc3339),
                .count(now.secondsSinceEpoch - time.secondsSinceEpoch))
        }
        let suspended = try node.suspendedPeers()
        let forks = try evidence(at: node) + suspended.map(\.evidence)
        answer.state("forks", .array(forks.map(JSONValue.string)))
        let isRolledBack = Directory.exists("\(node.paths.ledger)/\(LedgerLayout.rolledBack)")
        answer.state("suspended", .array(suspended.map { .string($0.member.name) }))
        answer.state("rolled_back", .bool(isRolledBack))
        answer.isClearNo = !forks.isEmpty || isRolledBack || tree.quorum == .missing
        return answer
    }

    /// The directories that hold two heads of one size: of this log, and of those this node's witness watches.
    private static func evidence(at node: Node) throws -> [String] {
        var found: [String] = []
        for parent in [node.paths.ledger, node.paths.witness] {
            let directory = "\(parent)/\(LedgerLayout.forks)"
            guard Directory.isDirectory(directory) else { continue }
            found += try Directory.names(in: directory).sorted().map { "\(directory)/\($0)" }
        }
        return found
    }
}

extension AuditView {
    /// What happened around a time (question 28), with what witnesses prove of when.
    ///
    /// - Throws: `LedgerError`, `FileError`, `LogError`.
    public func window(_ filter: AuditFilter, withBounds: Bool) throws -> AuditAnswer {
        var answer =
            withBounds
            ? AuditAnswer("entry", "time", "not_before", "not_after", "type", "actor", "about", "clock")
            : AuditAnswer("entry", "time", "type", "actor", "about", "clock")
        let heads = withBounds ? try CosignedHeads(of: node, by: node.witnessPolicy()) : nil
        var steps = 0
        try forEach(filter) { record in
            if record.type == .clockStep { steps += 1 }
            let rest = [record.cell(.actor), record.aboutCell, record.cell(.clock)]
            guard let bounds = heads?.bounds(of: record.index) else {
                answer.add(record.indexCell, record.timeCell, .text(record.typeName), rest[0], rest[1], rest[2])
                return
            }
            answer.add(
                record.indexCell, record.timeCell, Self.time(bounds.notBefore), Self.time(bounds.notAfter),
                .text(record.typeName), rest[0], rest[1], rest[2])
        }
        answer.state("entries", .integer(Int64(answer.rows.count)))
        answer.state("clock_steps", .integer(Int64(steps)))
        answer.isClearNo = answer.rows.isEmpty
        if let heads { answer.state("older_heads_unread", .bool(heads.isCut)) }
        return answer
    }

    /// A bound; `open` where no witness gives one.
    private static func time(_ seconds: UInt64?) -> AuditCell {
        .text(seconds.map { Timestamp(secondsSinceEpoch: Int64(clamping: $0)).rfc3339 } ?? "open")
    }
}
