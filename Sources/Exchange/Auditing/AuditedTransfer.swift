internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// One transfer as the log tells it: what was about to be sent, and what became of it.
struct AuditedTransfer {
    /// `send.intent`.
    let intent: LedgerRecord
    /// `send.done` or `send.fail`; nothing while it is in doubt.
    var end: LedgerRecord?
    /// `send.received`, when the receiver said first that it waits for an officer.
    var received: LedgerRecord?

    var recipient: String { intent.text(.recipient) ?? "" }

    /// How the transfer stands: `done`, `fail`, `received`, or `in doubt`, of which the peer has to be asked.
    var state: String {
        switch end?.type {
        case .sendDone: "done"
        case .sendFail: "fail"
        default: received == nil ? "in doubt" : "received"
        }
    }

    /// The digest by which both sides find each other's entries.
    var digest: String { intent.transferName }

    /// The digest of the bundle's manifest.
    var manifest: Digest256? { intent.digest(DetailField.bundle.rawValue) }

    /// The decision that let it pass.
    var decision: String? { intent.details["decision"]?.string }
}

extension LedgerRecord {
    /// A field that holds a digest in hexadecimal.
    func digest(_ name: String) -> Digest256? {
        details[name]?.string.flatMap { Hex.decode($0) }.flatMap { Digest256(bytes: $0) }
    }
}

/// Every transfer of the log, and the places of the decisions behind them, from one walk over it.
struct TransferTrail {
    /// In the order of the log.
    private(set) var transfers: [AuditedTransfer] = []
    private var places: [UInt64: Int] = [:]
    private var decisions: [String: UInt64] = [:]
    /// The places of officers' words, by their signatures.
    private var words: [String: UInt64] = [:]

    init(_ view: AuditView, _ filter: AuditFilter = AuditFilter()) throws {
        var walk = try view.walk(filter)
        try view.forEachOfTransfers { record in
            let isMeant = walk.takes(record)
            switch record.type {
            case .sendIntent:
                guard isMeant else { return }
                places[record.index] = transfers.count
                transfers.append(AuditedTransfer(intent: record))
            case .sendDone, .sendFail:
                if let place = record.reference.flatMap({ places[$0] }) { transfers[place].end = record }
            case .sendReceived:
                if let place = record.reference.flatMap({ places[$0] }) { transfers[place].received = record }
            case .decision:
                if let id = record.decisionID { decisions[id] = record.index }
            case .approve, .reject:
                if let signature = record.details["sig"]?.string { words[signature] = record.index }
            default: break
            }
        }
    }

    /// Where the decision of a transfer stands.
    func decisionIndex(of transfer: AuditedTransfer) -> UInt64? {
        transfer.intent.reference ?? transfer.decision.flatMap { decisions[$0] }
    }

    /// Where the word of an officer stands, by its signature.
    func entry(ofWord signature: String) -> UInt64? { words[signature] }

    /// The transfers that a person may mean: by digest, eight characters of it or more, or the index of the intent.
    func named(_ name: String) -> [AuditedTransfer] {
        transfers.filter { transfer in
            transfer.digest == name || name.count >= 8 && transfer.digest.hasPrefix(name) || String(transfer.intent.index) == name
        }
    }
}

extension LedgerRecord {
    /// The name of the decision that an entry tells of.
    var decisionID: String? { details["decision"]?.string ?? details["record"]?.object?["id"]?.string }
}
