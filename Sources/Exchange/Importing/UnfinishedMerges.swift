internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import NodeStore
internal import TransparencyLog

extension Node {
    /// Entries among which those of a killed import can be.
    private static let recentEntries: UInt64 = 512

    /// Says of streams that were accepted, and are in the state, that they are merged, where a kill came between.
    ///
    /// - Throws: `LedgerError`, `StoreError`, `FileError`.
    func finishMerges(in store: NodeStore) throws {
        for record in try acceptedWithoutMerge() {
            guard let manifest = record.loggedDigest("bundle"), let stream = record.loggedDigest("stream"),
                try store.holds(stream: stream, manifest: manifest)
            else { continue }
            var fields: [(DetailField, JSONValue)] = [(.digest, .string(try store.digest().hex))]
            for field in [DetailField.itemsRoot, .itemCount] {
                if let value = record.details[field] { fields.append((field, value)) }
            }
            try log(LoggedEvent(.merge, fields, transfer: record.transfer, reference: record.index))
        }
    }

    private func acceptedWithoutMerge() throws -> [LedgerRecord] {
        let reader = try ledger()
        let start = reader.checkpoint.size - min(reader.checkpoint.size, Self.recentEntries)
        var accepted: [UInt64: LedgerRecord] = [:]
        try reader.forEach(from: start) { (record) throws(LedgerError) in
            switch record.type {
            case .receiveAccept: accepted[record.index] = record
            case .merge, .receiveReject: if let reference = record.reference { accepted[reference] = nil }
            default: break
            }
        }
        return accepted.values.sorted { $0.index < $1.index }
    }
}

extension LedgerRecord {
    /// A digest among the details, by the name of its field.
    fileprivate func loggedDigest(_ name: String) -> Digest256? { details[name]?.string.flatMap { Digest256(hex: $0) } }
}
