internal import Agreements
internal import LedgerFiles
internal import MemberRegistry
internal import NodeAPI
internal import NodeStore
internal import Sealing
internal import SignedBundles

extension Problem {
    /// What a peer is told of a failure: its code and whether it is worth trying again, nothing of this node's files.
    init(explaining error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as BundleError: self.init(.unprocessable, "the bundle is refused", code: error.code.rawValue)
        case let error as TransferError: self = Self.explaining(error)
        case is RegistryError: self.init(.unprocessable, "the document is refused")
        case is SealingError, NodeError.notForUs: self.init(.unprocessable, "the file is not sealed to this node", code: "E_SEAL")
        case NodeError.unknownRecipient: self.init(.notFound)
        case is NodeError: self.init(.unavailable, "this node's own state refuses", retryAfterSeconds: 300)
        case LedgerError.queueFull: self.init(.unavailable, retryAfterSeconds: 1)
        case let error as FileError where error.reason == .locked: self.init(.unavailable, retryAfterSeconds: 2)
        case is FileError, is LedgerError, is StoreError: self.init(.unavailable, retryAfterSeconds: 60)
        default: self.init(.internalError)
        }
    }

    private static func explaining(_ error: TransferError) -> Problem {
        switch error {
        case .denied(let reason, _, _): Problem(.forbidden, "the agreement does not let it pass", code: reason.rawValue)
        case .held: Problem(.forbidden, "officers have yet to approve it", code: error.code)
        case .rejected: Problem(.forbidden, "an officer has rejected it", code: ReasonCode.approvalNeeded.rawValue)
        case .unknownTransfer: Problem(.notFound)
        case .otherReceipt, .otherStream, .otherRecipient, .checkpoint:
            Problem(.unprocessable, "the document is about another transfer", code: "E_TRANSFER")
        default: Problem(.forbidden, "it may not pass", code: error.code)
        }
    }
}
