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
        /// The receiver has the bytes, and an officer of it has yet to let them take effect.
        case received
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
            case .sendReceived: if let reference = record.reference { transfers[reference]?.state = .received }
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

    /// Takes in a receiver's receipt: verified, committed as `send.done`, `send.received` or, for one that was rejected, `send.fail`, and kept.
    ///
    /// The same receipt again changes nothing. That rows are applied is believed also of a transfer that was given up: the receiver's
    /// signature says that they are in its state.
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
        guard sent.state.goesOn(to: receipt.state) else { return (receipt, sent.state) }
        try Directory.create(paths.receipts)
        try TransferFile.write(envelope, to: paths.receipt(receipt.transfer))
        try log(receipt, in: envelope, about: sent)
        return (receipt, SentTransfer.State(receipt.state))
    }

    private func log(_ receipt: TransferReceipt, in envelope: DSSEEnvelope, about sent: SentTransfer) throws {
        let entry: JSONValue = [.string(receipt.entry.origin), .integer(Int64(clamping: receipt.entry.index))]
        var fields: [(DetailField, JSONValue)] = [
            (.recipient, .string(sent.recipient)), (.receipt, .string(envelope.payloadDigest.hex)),
        ]
        if receipt.state == .rejected { fields.append((.reason, .string(receipt.code))) }
        let type: EntryType =
            switch receipt.state {
            case .received: .sendReceived
            case .applied: .sendDone
            case .rejected: .sendFail
            }
        try log(
            LoggedEvent(
                type, fields, further: [("peer_entry", .org, entry)], transfer: receipt.transfer, reference: sent.entry))
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
        guard [.inDoubt, .received].contains(sent.state) else { throw TransferError.ended(digest.hex) }
        try log(
            LoggedEvent(
                .sendFail, [(.recipient, .string(sent.recipient)), (.reason, .string(reason))], transfer: digest,
                reference: sent.entry))
    }
}

extension SentTransfer.State {
    fileprivate init(_ state: TransferReceipt.State) {
        self =
            switch state {
            case .received: .received
            case .applied: .done
            case .rejected: .failed
            }
    }

    /// Whether a receipt tells anything new of a transfer that stands like this.
    fileprivate func goesOn(to state: TransferReceipt.State) -> Bool {
        switch self {
        case .inDoubt: true
        case .received: state != .received
        case .failed: state == .applied
        case .done: false
        }
    }
}
