internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
public import MergeEngine
internal import TransparencyLog

/// One transfer that showed rows about an item to a member, and what came back.
public struct ItemTransfer: Sendable {
    /// The member it went to.
    public let recipient: String
    /// When it was about to leave.
    public let time: String
    /// The entry that says so.
    public let entry: UInt64
    /// The digest of the transfer.
    public let transfer: String
    /// The digest of the bundle's manifest.
    public let manifest: String
    /// The rows about the item that it showed, each with what it is.
    public let rows: [(claim: ClaimID, type: RowType)]
    /// What came back.
    public let answer: TransferAnswer

    /// What became of the item's retraction; nothing where none was among the rows, or nothing is known.
    public var retraction: TransferAnswer.Retraction? { rows.contains { $0.type == .retract } ? answer.retraction : nil }
}

/// Where an item went, by what was kept of it.
public struct ItemTransfers: Sendable {
    /// The transfers that showed a row of it, in the order of the log.
    public internal(set) var shown: [ItemTransfer] = []
    /// Transfers that may have: their streams are no longer kept.
    public internal(set) var goneCount = 0
    /// Transfers whose kept stream is not the one that left.
    public internal(set) var damagedCount = 0
}

extension AuditView {
    /// To whom an item was sent, and what came back: the transfers of ``recipients(of:_:)`` whose streams show a row of it.
    ///
    /// - Throws: `LedgerError`, `FileError`, ``NodeError``.
    public func transfers(of item: AuditedItem) throws -> ItemTransfers {
        var found = ItemTransfers()
        let keys = try node.pastKeys()
        var streams = KeptStreams(of: item, at: node, under: keys)
        for (transfer, stream) in try passed(item, AuditFilter(), &streams) {
            guard let stream else {
                found.goneCount += 1
                continue
            }
            let rows = stream.rows.compactMap { row in item.type(of: row.claim).map { (row.claim, $0) } }
            found.shown.append(
                ItemTransfer(
                    recipient: transfer.recipient, time: transfer.intent.entry.time.description, entry: transfer.intent.index,
                    transfer: transfer.digest, manifest: transfer.manifest?.hex ?? "", rows: rows,
                    answer: TransferAnswer(transfer, try KeptReceipt(of: transfer, at: node, under: keys))))
        }
        found.damagedCount = streams.damaged.count
        return found
    }
}
