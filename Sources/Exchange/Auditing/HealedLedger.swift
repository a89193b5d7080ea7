internal import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

/// What was put back from a copy of the log.
public struct HealedLedger: Sendable, Hashable {
    /// The files, by their names below the ledger.
    public let paths: [String]
    /// The entry that tells of it; nothing when nothing was missing.
    public let entry: UInt64?
}

extension Node {
    /// Puts published files of the audit log that are missing or damaged back from somebody's copy, and commits that it was done.
    ///
    /// - Parameters:
    ///   - directory: a copy of the published files, of this log and at least as large.
    ///   - officers: who approved it, by pseudonym.
    /// - Throws: `LedgerError`, `FileError`, ``NodeError``.
    public func healLedger(from directory: String, because reason: String, approvedBy officers: [String]) throws -> HealedLedger {
        let origin = try Checkpoint(parsing: publishedOrCommittedHead().text).origin
        let key = try NoteSigner(name: origin, privateKey: LedgerKeys(reading: paths).log).key
        let healing = LedgerHealing(in: try DiskVolume(paths.ledger), key: key, settings: ledgerSettings)
        let result = try healing.heal(from: directory)
        guard let range = result.range else { return HealedLedger(paths: [], entry: nil) }
        let approvals = officers.map { JSONValue.object(JSONObject([("by", .string($0))]) ?? JSONObject()) }
        let fields: [(DetailField, JSONValue)] = [
            (.range, .array([.integer(Int64(clamping: range.lowerBound)), .integer(Int64(clamping: range.upperBound))])),
            (.approvals, .array(approvals)), (.reason, .string(reason)),
        ]
        let files = JSONValue.array(result.paths.prefix(Self.namedFilesLimit).map(JSONValue.string))
        let event = LoggedEvent(
            .restore, fields,
            further: [("files", .item, files), ("files_count", .item, .integer(Int64(result.paths.count)))])
        return HealedLedger(paths: result.paths, entry: try log(event).index)
    }

    private static let namedFilesLimit = 1_000
}
