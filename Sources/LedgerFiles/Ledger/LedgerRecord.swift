public import CanonicalCoding
public import CryptoPrimitives
public import TransparencyLog

/// An entry with its details, as a node reads its own ledger: sealed entries are answered like others.
public struct LedgerRecord: Sendable {
    /// Its place in the log.
    public let index: UInt64
    /// The entry.
    public let entry: LogEntry
    /// What it says in full.
    public let details: DetailRecord

    /// What happened; nothing for a type that this software does not know.
    public var type: EntryType? { EntryType(rawValue: typeName) }

    /// The name of the type, from the details when the entry is sealed.
    public var typeName: String {
        entry.type == LogEntry.sealedType ? details[.sealedType]?.string ?? entry.type : entry.type
    }

    /// The digest of the transfer.
    public var transfer: Digest256? {
        entry.transfer
            ?? details[.sealedTransfer]?.string.flatMap { Base64URL.decode($0) }.flatMap { Digest256(bytes: $0) }
    }

    /// The entry that this one refers to.
    public var reference: UInt64? {
        entry.reference ?? details[.sealedReference]?.integer.flatMap { UInt64(exactly: $0) }
    }
}

extension DetailRecord {
    /// The value of a field with a meaning of its own.
    public subscript(field: DetailField) -> JSONValue? { self[field.rawValue] }
}

extension LedgerReader {
    /// One entry with its details.
    ///
    /// - Throws: ``LedgerError``.
    public func record(at index: UInt64) throws(LedgerError) -> LedgerRecord {
        LedgerRecord(index: index, entry: try entry(at: index), details: try detail(at: index))
    }

    /// Transfers that were about to be sent and of which nothing is known since: the peer has to be asked.
    ///
    /// - Throws: ``LedgerError``.
    public func inDoubt() throws(LedgerError) -> [LedgerRecord] {
        var open: [UInt64: LedgerRecord] = [:]
        try forEach { (record) throws(LedgerError) in
            switch record.type {
            case .sendIntent: open[record.index] = record
            case .sendDone, .sendFail: if let reference = record.reference { open[reference] = nil }
            default: break
            }
        }
        return open.values.sorted { $0.index < $1.index }
    }
}
