public import CanonicalCoding
public import LedgerFiles
public import TransparencyLog

/// A look into the audit log that is itself on record. There is no other way to its answers: whoever has one was logged first, or was
/// told that the log takes no entries and that the look is not on record.
public struct AuditView {
    let node: Node
    let reader: LedgerReader
    /// The tree that is looked at; it holds the entry of this look.
    public let tree: TreeStatement
    /// The entry of this look; nothing when the log would take none.
    public let entry: CommittedEntry?
    /// Why the look is not on record; nothing when it is.
    public let refusal: (any Error)?
    /// Whether the person sees structure only.
    public let isWithholding: Bool
    /// Where transfers stand in the log; nothing for who reads all of it.
    var book: TransferBook?

    /// Commits the look, then opens the log.
    ///
    /// - Parameters:
    ///   - question: the name of the question.
    ///   - filter: what it is about; an identifier by its name in the index, never by itself.
    ///   - evenUnrecorded: whether to look also when the log takes no entries: ``refusal`` says so then, and whoever shows an answer
    ///     has to.
    /// - Throws: `LedgerError`, ``NodeError``, `FileError`.
    public init(
        _ node: Node, _ question: String, filter: JSONObject, grounds: QueryGrounds, evenUnrecorded: Bool = false
    ) throws {
        var named = filter
        named["question"] = .string(question)
        var fields: [(DetailField, JSONValue)] = [
            (.purpose, .string(grounds.purpose)), (.filter, .object(named)), (.justification, .string(grounds.justification)),
        ]
        if !grounds.caseReference.isEmpty { fields.append((.caseReference, .string(grounds.caseReference))) }
        let recorded = try Self.record(LoggedEvent(.viewAudit, fields), at: node, evenUnrecorded: evenUnrecorded)
        (entry, refusal) = (recorded.entry, recorded.refusal)
        self.node = node
        reader = try node.ledger()
        tree = try TreeStatement(reader, of: node, policy: node.witnessPolicy())
        // A look that is not on record shows no value, whoever looks: it tells whether the log is sound and what is in it.
        isWithholding = node.actor.role == "auditor" || refusal != nil
    }

    private static func record(
        _ event: LoggedEvent, at node: Node, evenUnrecorded: Bool
    ) throws -> (entry: CommittedEntry?, refusal: (any Error)?) {
        do { return (try node.log(event), nil) } catch {
            guard evenUnrecorded, leavesReading(error) else { throw error }
            return (nil, error)
        }
    }

    /// Whether an error kept a look from being recorded, and answers from nothing.
    public static func leavesReading(_ error: any Error) -> Bool {
        switch error {
        case let error as LedgerError: error.leavesReading
        case let error as FileError: error.reason != .locked
        default: false
        }
    }

    /// Hands on every entry that a filter admits.
    ///
    /// - Throws: `LedgerError`, and what `body` throws.
    func forEach(_ filter: AuditFilter = AuditFilter(), _ body: (LedgerRecord) throws -> Void) throws {
        var failure: (any Error)?
        var walk = try walk(filter)
        try reader.forEach { (record) throws(LedgerError) in
            guard walk.takes(record), failure == nil else { return }
            do { try body(record) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Hands on every entry about transfers, decisions and officers' words, and whatever stands beside them: bundles of the log in which
    /// there is none are passed over where the node knows them.
    ///
    /// - Throws: `LedgerError`, and what `body` throws.
    func forEachOfTransfers(_ body: (LedgerRecord) throws -> Void) throws {
        var index: UInt64 = 0
        while index < reader.checkpoint.size {
            if let book, book.origin == reader.checkpoint.origin, book.passesOver(bundleAt: index) {
                index += TransferBook.bundleWidth
                continue
            }
            for record in try reader.records(from: index) {
                try body(record)
                index += 1
            }
        }
    }

    /// A filter on its way over this log.
    ///
    /// - Throws: `LedgerError`.
    func walk(_ filter: AuditFilter) throws -> FilteredWalk { try FilteredWalk(filter, of: node, in: reader) }

    /// One entry with its details.
    ///
    /// - Throws: `LedgerError`.
    func record(at index: UInt64) throws(LedgerError) -> LedgerRecord { try reader.record(at: index) }
}

extension Node {
    /// The policy by which the heads of this node's log are believed: its key, the witnesses, the quorum.
    ///
    /// - Throws: `FileError`, `LogError`, ``NodeError/homeDamaged(_:)``.
    public func witnessPolicy() throws -> WitnessPolicy {
        let bytes = try Self.ownFile("\(paths.ledger)/\(LedgerLayout.policy)", limitBytes: WitnessPolicy.limitBytes)
        return try WitnessPolicy(parsing: String(decoding: bytes, as: UTF8.self))
    }
}
