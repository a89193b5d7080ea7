internal import CryptoPrimitives
internal import LedgerFiles
internal import MergeEngine
internal import Redaction
internal import SignedBundles
internal import TransparencyLog

/// A redacted stream as its bytes say: read once more from its first byte to its last, after everything that made it.
struct FinishedStream {
    /// What the egress check found.
    let findings: EgressFindings
    /// The digest of the transfer.
    let transfer: Digest256
    /// The rows that show a value.
    let items: CommittedItems
    /// How long it is.
    let byteCount: Int

    /// Reads a stream.
    ///
    /// - Throws: `FileError`.
    init(reading path: String, of manifest: Digest256, nonce: Digest256) throws(FileError) {
        var check = EgressCheck()
        var digest = TransferDigest(nonce: nonce)
        var items = CommittedItems()
        var byteCount = 0
        var reader = try FileReader(opening: path)
        while case let piece = try reader.next(), !piece.isEmpty {
            check.feed(piece.span) { segment, row in items.append(segment: segment, row: row, of: manifest) }
            digest.update(piece.span)
            byteCount += piece.count
        }
        findings = check.finish()
        transfer = digest.finalize()
        self.items = items
        self.byteCount = byteCount
    }
}

extension CommittedItems {
    /// Takes a row as an item, by the id of its claim.
    mutating func append(segment: Int, row: Int, of manifest: Digest256) {
        var id: [UInt8] = []
        id.reserveCapacity(40)
        ClaimID(manifest: manifest, segment: UInt32(truncatingIfNeeded: segment), row: UInt32(truncatingIfNeeded: row))
            .append(to: &id)
        append(id)
    }
}
