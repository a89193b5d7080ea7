internal import CanonicalCoding
public import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import SignedBundles
internal import TransparencyLog

/// A transfer that was about to leave, as the audit log knows it.
public struct SentTransfer: Sendable, Hashable {
    /// The digest of the transfer.
    public let transfer: Digest256
    /// The member it went to.
    public let recipient: String
    /// The digest of the bundle's manifest.
    public let manifest: String
    /// When it was about to leave.
    public let time: String
    /// The entry that says so.
    public let entry: UInt64
    /// What is known of it since.
    public internal(set) var state: State

    /// How a transfer stands.
    public enum State: String, Sendable, Hashable {
        /// Nothing is known since: the peer has to be asked.
        case inDoubt = "in-doubt"
        /// The receiver has confirmed it.
        case done
        /// It did not leave, or was rejected.
        case failed
    }
}

extension Node {
    /// Every transfer that was about to leave, oldest first.
    ///
    /// - Throws: `LedgerError`.
    public func sentTransfers() throws -> [SentTransfer] {
        var transfers: [UInt64: SentTransfer] = [:]
        try ledger().forEach { (record) throws(LedgerError) in
            switch record.type {
            case .sendIntent:
                guard let digest = record.transfer else { return }
                transfers[record.index] = SentTransfer(
                    transfer: digest, recipient: record.details[.recipient]?.string ?? "",
                    manifest: record.details[.bundle]?.string ?? "", time: record.entry.time.description, entry: record.index,
                    state: .inDoubt)
            case .sendDone: if let reference = record.reference { transfers[reference]?.state = .done }
            case .sendFail: if let reference = record.reference { transfers[reference]?.state = .failed }
            default: break
            }
        }
        return transfers.values.sorted { $0.entry < $1.entry }
    }

    private func sentTransfer(_ digest: Digest256) throws -> SentTransfer {
        guard let sent = try sentTransfers().last(where: { $0.transfer == digest }) else {
            throw TransferError.unknownTransfer(digest.hex)
        }
        return sent
    }

    /// Takes in a receiver's receipt: verified, committed as `send.done`, or `send.fail` for one that was rejected, and kept.
    ///
    /// The same receipt again changes nothing. One that only says `received` is kept, and the transfer stays in doubt. That rows are
    /// applied is believed also of a transfer that was given up: the receiver's signature says that they are in its state.
    ///
    /// - Returns: the receipt and how the transfer stands now.
    /// - Throws: ``TransferError``, `BundleError` (signature, form), `RegistryError`, `FileError`, `LedgerError`.
    public func takeReceipt(_ path: String) throws -> (receipt: TransferReceipt, state: SentTransfer.State) {
        try takeReceipt(TransferFile.read(path))
    }

    /// Takes in a receiver's receipt that came over the wire.
    ///
    /// - Throws: as the other.
    @discardableResult
    func takeReceipt(_ envelope: DSSEEnvelope) throws -> (receipt: TransferReceipt, state: SentTransfer.State) {
        let receipt = try TransferReceipt(verifying: envelope, keys: registry())
        let sent = try sentTransfer(receipt.transfer)
        guard receipt.from == settings.member else { throw TransferError.otherReceipt("from") }
        guard receipt.to.name == sent.recipient else { throw TransferError.otherReceipt("to") }
        guard receipt.manifest.hex == sent.manifest else { throw TransferError.otherReceipt("manifest") }
        let isApplied = receipt.state == .applied
        guard sent.state == .inDoubt || sent.state == .failed && isApplied else { return (receipt, sent.state) }
        try Directory.create(paths.receipts)
        try TransferFile.write(envelope, to: paths.receipt(receipt.transfer))
        guard receipt.state != .received else { return (receipt, .inDoubt) }
        let entry: JSONValue = [.string(receipt.entry.origin), .integer(Int64(clamping: receipt.entry.index))]
        var fields: [(DetailField, JSONValue)] = [
            (.recipient, .string(sent.recipient)), (.receipt, .string(envelope.payloadDigest.hex)),
        ]
        let isDone = receipt.state == .applied
        if !isDone { fields.append((.reason, .string(receipt.code))) }
        try log(
            LoggedEvent(
                isDone ? .sendDone : .sendFail, fields, further: [("peer_entry", .org, entry)], transfer: receipt.transfer,
                reference: sent.entry))
        return (receipt, isDone ? .done : .failed)
    }

    /// What a receiver said of a transfer, as this home keeps it; nothing when nothing came.
    ///
    /// - Throws: `FileError`, `BundleError`, ``NodeError``.
    public func receipt(for transfer: Digest256) throws -> TransferReceipt? {
        let path = "\(paths.receipts)/\(transfer.hex).json"
        guard Directory.exists(path) else { return nil }
        return try TransferReceipt(verifying: TransferFile.read(path), keys: registry())
    }

    /// Ends a transfer of which nothing is known since, because it did not arrive.
    ///
    /// - Throws: ``TransferError/unknownTransfer(_:)``, ``TransferError/ended(_:)``, `LedgerError`.
    public func endTransfer(_ digest: Digest256, because reason: String) throws {
        let sent = try sentTransfer(digest)
        guard sent.state == .inDoubt else { throw TransferError.ended(digest.hex) }
        try log(
            LoggedEvent(
                .sendFail, [(.recipient, .string(sent.recipient)), (.reason, .string(reason))], transfer: digest,
                reference: sent.entry))
    }
}
