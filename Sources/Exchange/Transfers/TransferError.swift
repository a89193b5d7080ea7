public import Agreements

/// Why a hand-over to or from another member does not take place.
public enum TransferError: Error, Sendable, Hashable {
    /// The agreement does not let it pass.
    case denied(ReasonCode, sentence: String, unmet: [String])
    /// Officers have yet to approve it; it is held under the name.
    case held(String, waiting: [String])
    /// An officer rejected it.
    case rejected(String, by: String)
    /// The finished bytes are not what was decided.
    case egress([String])
    /// The file changed while it was cut.
    case fileChanged(String)
    /// Nothing of that name is held.
    case notHeld(String)
    /// The officer has spoken already.
    case spoken(String, by: String)
    /// No approval of that role is asked for.
    case roleNotAsked(String, asked: [String])
    /// The officer's key speaks in another capacity.
    case otherCapacity(String, is: String)
    /// The officer has no key here, or another one than was noted.
    case noOfficerKey(String)
    /// There is an officer of that name already.
    case officerExists(String)
    /// A transfer document is not about the stream that it came with.
    case otherStream(String)
    /// The transfer is addressed to another member.
    case otherRecipient(String)
    /// A head of the sender's log contradicts one that was seen before; both are kept.
    case fork(String, evidence: String)
    /// The checkpoint of a transfer is none that its sender signed.
    case checkpoint(String)
    /// No transfer of that digest left here.
    case unknownTransfer(String)
    /// The receipt is by another member than the transfer went to, or about another bundle.
    case otherReceipt(String)
    /// The transfer has ended already.
    case ended(String)
}

extension TransferError: CustomStringConvertible {
    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .denied(_, let sentence, let unmet):
            unmet.isEmpty ? sentence : "\(sentence) Not met: \(unmet.prefix(4).joined(separator: ", "))."
        case .held(let name, let waiting): "held as \(name) until officers approve: \(waiting.joined(separator: ", "))"
        case .rejected(let name, let officer): "\(name) was rejected by \(officer)"
        case .egress(let differences):
            "the finished bytes are not what was decided: \(differences.prefix(3).joined(separator: "; ")); nothing left"
        case .fileChanged(let path): "\(path) changed while it was read"
        case .notHeld(let name): "nothing is held under the name \(name)"
        case .spoken(let name, let officer): "\(officer) has spoken about \(name) already"
        case .roleNotAsked(let role, let asked): "no approval by \(role) is asked for, but by \(asked.joined(separator: ", "))"
        case .otherCapacity(let name, let role): "the key of \(name) speaks as \(role)"
        case .noOfficerKey(let name): "this home has no key of the officer \(name)"
        case .officerExists(let name): "this home has a key of an officer \(name) already"
        case .otherStream(let what): "the transfer document is about another stream: \(what) differs"
        case .otherRecipient(let member): "the transfer is addressed to \(member)"
        case .fork(let member, _): "the audit log of \(member) shows two histories"
        case .checkpoint(let member): "the checkpoint in the transfer is none that \(member) signed"
        case .unknownTransfer(let digest): "no transfer \(digest) left here"
        case .otherReceipt(let what): "the receipt does not belong to the transfer: \(what) differs"
        case .ended(let digest): "the transfer \(digest) has ended already"
        }
    }

    /// One line: what to do.
    public var hint: String {
        switch self {
        case .denied: "give --purpose, --case or --justification where the rules ask for it; tocsin agreement show has the rules"
        case .held(let name, _): "tocsin approve \(name) --as NAME --acting-as ROLE --justification TEXT; then do this again"
        case .rejected: "change what was objected to; a hand-over of other rows, or for another purpose, is held anew"
        case .egress: "report it: this is a fault of the program; the audit log has the decision"
        case .fileChanged: "run it again when nothing writes to the file"
        case .notHeld: "see tocsin pending"
        case .spoken: "see tocsin pending"
        case .roleNotAsked, .otherCapacity: "say in which capacity with --acting-as"
        case .noOfficerKey(let name): "tocsin officer add \(name)"
        case .officerExists: "use it, or name another"
        case .otherStream, .otherRecipient, .checkpoint: "ask the sender for the file and its transfer document again"
        case .fork(_, let evidence):
            "tell the other members; both heads are kept in \(evidence). An officer may end it: tocsin witness readmit"
        case .unknownTransfer: "see tocsin pending --in-doubt"
        case .otherReceipt: "ask the receiver for the receipt of this transfer"
        case .ended: "nothing is to be done"
        }
    }

    /// The code that reports and receipts give.
    public var code: String {
        switch self {
        case .denied(let reason, _, _): reason.rawValue
        case .held: ReasonCode.approvalNeeded.rawValue
        case .egress: ReasonCode.egressMismatch.rawValue
        case .otherStream, .otherRecipient, .checkpoint: "E_TRANSFER"
        case .fork: "E_FORK"
        default: ""
        }
    }
}
