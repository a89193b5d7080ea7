internal import CanonicalCoding
internal import LedgerFiles
internal import MemberRegistry
public import TransparencyLog

/// What shows somebody outside that an entry is in the log: its bytes, the receipt, and some of its details.
public struct EntryReceipt: Sendable {
    /// The place of the entry.
    public let index: UInt64
    /// The bytes of the entry.
    public let entry: [UInt8]
    /// The receipt, under the newest head over the entry that enough witnesses signed; else under the newest of all.
    public let proof: LogProof
    /// Whether the log's policy of witnesses is satisfied by that head, if it asks for any.
    public let isWitnessed: Bool
    /// The shown fields with their salts and the digests of all others, as JSON; nothing when no field is shown.
    public let fields: [UInt8]?
}

extension Node {
    /// Makes the receipt of an entry. That somebody asked for it is an entry first.
    ///
    /// - Parameters:
    ///   - generation: the number of a log that has ended; nothing for the log that is written.
    ///   - names: the fields to show; all others are given as digests.
    /// - Throws: ``NodeError/noField(_:)``, ``NodeError/noValues``, ``NodeError/noGeneration(_:)``, `LedgerError`, `FileError`.
    public func receipt(
        of index: UInt64, generation: Int64? = nil, showing names: [String] = [], for grounds: QueryGrounds
    ) throws -> EntryReceipt {
        guard names.isEmpty || actor.role != "auditor" else { throw NodeError.noValues }
        let directory = try ledgerDirectory(of: generation)
        let reader = try generation == nil ? ledger() : LedgerReader(opening: directory)
        let entry = try reader.entry(at: index).bytes
        var fields: [UInt8]?
        if !names.isEmpty {
            let record = try reader.detail(at: index)
            for name in names where record[name] == nil { throw NodeError.noField(name) }
            fields = record.showing { name, _ in names.contains(name) }.json.canonicalBytes()
        }
        var filter = JSONObject()
        filter["entry"] = .integer(Int64(clamping: index))
        filter["fields"] = .array(names.map(JSONValue.string))
        filter["generation"] = generation.map(JSONValue.integer)
        // The head is chosen before the look, which makes the log longer than what witnesses signed.
        let (head, isWitnessed) = try bestHead(over: index, in: directory, reader)
        let proof = try reader.receipt(at: index, under: head)
        _ = try AuditView(self, "ledger.receipt", filter: filter, grounds: grounds)
        return EntryReceipt(index: index, entry: entry, proof: proof, isWitnessed: isWitnessed, fields: fields)
    }

    private func ledgerDirectory(of generation: Int64?) throws -> String {
        guard let generation else { return paths.ledger }
        let directory = "\(paths.endedLogs)/\(generation)"
        guard Directory.isDirectory(directory) else { throw NodeError.noGeneration(generation) }
        return directory
    }

    private func bestHead(
        over index: UInt64, in directory: String, _ reader: LedgerReader
    ) throws -> (head: SignedNote, isWitnessed: Bool) {
        let policyBytes = try Self.ownFile("\(directory)/\(LedgerLayout.policy)", limitBytes: WitnessPolicy.limitBytes)
        let policy = try WitnessPolicy(parsing: String(decoding: policyBytes, as: UTF8.self))
        let heads = try CosignedHeads(in: directory, by: policy, upTo: reader.checkpoint.size)
        if let size = heads.newestSize(satisfying: policy), size > index {
            return (try Self.note(at: "\(directory)/\(LedgerLayout.checkpoints)/\(size)"), true)
        }
        return (try reader.publishedNote(), policy.isSatisfied(by: []))
    }
}
