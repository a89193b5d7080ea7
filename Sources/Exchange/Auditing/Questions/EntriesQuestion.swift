internal import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

extension AuditView {
    /// Entries with their details from an index on, as exports write them: what is withheld keeps its place as a salted digest.
    ///
    /// - Parameters:
    ///   - filter: by time, member, actor and type; kinds and agreements need the log from its beginning.
    ///   - first: the first index that is looked at.
    ///   - limit: so many rows at most.
    /// - Returns: the rows, and the index to go on from; nothing at the end of the log.
    /// - Throws: `LedgerError`.
    func entries(_ filter: AuditFilter, from first: UInt64, limit: Int) throws -> (rows: [JSONValue], next: UInt64?) {
        var rows: [JSONValue] = []
        var index = first
        let end = min(reader.checkpoint.size, first + Self.entriesLookedAt)
        while index < end {
            for record in try reader.records(from: index) {
                guard record.index < end else { break }
                guard rows.count < limit else { return (rows, record.index) }
                index = record.index + 1
                if filter.admitsButKind(record) {
                    rows.append(AuditExport.Row(record: record, isWithholding: isWithholding).json)
                }
            }
        }
        return (rows, index < reader.checkpoint.size ? index : nil)
    }

    /// One page looks at so many entries at most, whether it shows them or not.
    static let entriesLookedAt: UInt64 = 16_384
}
