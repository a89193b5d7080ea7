internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import SignedBundles
internal import TransparencyLog

/// What came back about one transfer: what the log says, and the receipt where it is kept.
public struct TransferAnswer: Sendable {
    /// How far it came.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Nothing came back.
        case inDoubt = "in doubt"
        /// The receiver has the bytes.
        case received
        /// The rows are in the receiver's state.
        case applied
        /// The receiver took nothing.
        case rejected
        /// It did not leave, or did not arrive, as this node has logged.
        case failed
    }

    /// What became of retractions.
    public enum Retraction: Sendable, Hashable {
        /// All of the transfer's are in the receiver's state.
        case applied
        /// The receiver refused so many.
        case refused(Int)
    }

    /// How far it came.
    public let state: State
    /// Why it was rejected, or failed; empty otherwise.
    public let code: String
    /// When the receiver signed; empty where no receipt of it is kept.
    public let time: String
    /// How many indicators the receiver newly holds as retracted; nothing without a receipt.
    public let retracted: Int?
    /// What became of its retractions; nothing where there are none, or no receipt that says so.
    public let retraction: Retraction?
    /// Whether a receipt is kept that is not the one this node logged, or that does not verify. It counts for nothing.
    public let isDamaged: Bool

    init(_ transfer: AuditedTransfer, _ kept: KeptReceipt) {
        let receipt = kept.receipt
        state =
            switch transfer.end?.type {
            case .sendDone: .applied
            case .sendFail: transfer.end?.text(.receipt) == nil ? .failed : .rejected
            default: transfer.received == nil ? .inDoubt : .received
            }
        code = transfer.end?.text(.reason) ?? receipt?.code ?? ""
        time = receipt?.time.rfc3339 ?? ""
        retracted = receipt?.retracted
        isDamaged = kept.isDamaged
        // What waits for an officer has its retractions taken out of it: they act at once.
        guard [.applied, .received].contains(state), let counts = receipt?.counts["retract"], counts.read > 0 else {
            retraction = nil
            return
        }
        retraction = counts.refused == 0 ? .applied : .refused(counts.refused)
    }
}

/// The receipt that is kept of a transfer. It is believed when its receiver signed it and the log, where it names one, names this one.
struct KeptReceipt {
    /// The receipt, when it is to be believed.
    private(set) var receipt: TransferReceipt?
    /// Whether there is one that is not.
    private(set) var isDamaged = false

    init(of transfer: AuditedTransfer, at node: Node, under keys: any KeyDirectory) throws {
        guard let digest = transfer.intent.transfer, case let path = node.paths.receipt(digest), Directory.exists(path) else {
            return
        }
        do {
            let envelope = try TransferFile.read(path)
            let read = try TransferReceipt(verifying: envelope, keys: keys)
            let logged = (transfer.end ?? transfer.received)?.text(.receipt)
            let isMeant = read.transfer == digest && read.to.name == transfer.recipient && read.from == node.settings.member
            if isMeant, logged == nil || logged == envelope.payloadDigest.hex { receipt = read } else { isDamaged = true }
        } catch let error where !(error is FileError) {
            isDamaged = true
        }
    }
}

extension HomePaths {
    /// The receipt of a transfer.
    func receipt(_ transfer: Digest256) -> String { "\(receipts)/\(transfer.hex).json" }
}
