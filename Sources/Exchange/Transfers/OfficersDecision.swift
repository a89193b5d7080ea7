internal import Agreements
internal import LedgerFiles

/// A decision together with what officers said about it so far: what needs approvals waits, on record, until they are given.
///
/// Rules with `approve:<k>:<role>` hold what leaves this node: hand-overs, publications, exports.
struct OfficersDecision {
    private let node: Node
    /// What was decided, with the approvals given so far.
    let decision: Decision
    private let waiting: HeldTransfer?
    /// The name officers know it by.
    let name: String

    /// Decides.
    ///
    /// - Throws: `FileError`, ``NodeError/homeDamaged(_:)``.
    init(_ input: DecisionInput, at desk: DecisionDesk) throws {
        node = desk.node
        name = HeldTransfer.name(of: input)
        waiting = try node.heldTransfer(name)
        var input = input
        input.approvals = try waiting.map { try desk.node.approvals(of: $0) } ?? []
        decision = desk.decide(input)
    }

    /// Whether officers have yet to speak, or one said no.
    private var isStopped: Bool { waiting?.rejecting != nil || decision.classes.contains { $0.reason == .approvalNeeded } }

    /// Stops what is denied as a whole, or waits for officers; what was decided is on record first.
    ///
    /// - Parameter file: what officers look at.
    /// - Throws: ``TransferError`` (denied, held, rejected), `FileError`, `LedgerError`.
    func requireLeave(for file: String) throws {
        if !decision.unmet.isEmpty {
            try log()
            throw TransferError(denying: decision)
        }
        try requireOfficers(for: file)
    }

    /// Stops what waits for officers; what was decided is on record first.
    ///
    /// - Parameter file: what officers look at.
    /// - Throws: ``TransferError`` (held, rejected), `FileError`, `LedgerError`.
    func requireOfficers(for file: String) throws {
        guard isStopped else { return }
        try log()
        if let officer = waiting?.rejecting { throw TransferError.rejected(name, by: officer) }
        let held = try waiting ?? node.hold(HeldTransfer(decision, file: file))
        throw TransferError.held(name, waiting: held.missing)
    }

    private func log() throws { try node.log(node.keep(decision, about: CommittedItems(decision.input.items))) }

    /// Forgets what was held: it has left, and its approvals served once.
    ///
    /// - Throws: `FileError`.
    func release() throws { if waiting != nil { try node.release(name) } }
}
