internal import Agreements
internal import CryptoPrimitives

/// The rows of a publication that officers have to approve: they sign the digest of all of them, cell by cell.
struct RowsToApprove {
    private var digest = SHA256()
    /// What they approved, until it is published.
    private(set) var approved: OfficersDecision?

    /// Nothing where no rule asks for approvals of what is published.
    init?(under agreement: Agreement?) {
        let isAsked = agreement?.rules.contains { rule in
            rule.stages.contains(.publish) && rule.duties.contains { if case .approve = $0 { true } else { false } }
        }
        guard isAsked ?? false else { return nil }
    }

    /// Takes a row as it will be published.
    mutating func note(_ cells: [[UInt8]?]) {
        for cell in cells {
            digest.update([cell == nil ? 0 : 1])
            digest.update(SHA256.hash(cell ?? []).bytes)
        }
    }

    /// Holds the rows until the officers whom the rules name have approved.
    ///
    /// - Parameters:
    ///   - input: what is decided about, with the classes of all rows.
    ///   - source: what officers look at.
    /// - Returns: their approvals.
    /// - Throws: ``TransferError`` (held, rejected), `LedgerError`, `FileError`.
    mutating func require(_ input: DecisionInput, of source: String, at desk: DecisionDesk) throws -> [Approval] {
        var input = input
        input.items = [digest.finalize().hex]
        let officers = try OfficersDecision(input, at: desk)
        try officers.requireLeave(for: source)
        approved = officers
        return officers.decision.input.approvals
    }
}
