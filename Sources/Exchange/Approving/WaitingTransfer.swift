internal import Agreements
public import CanonicalCoding
internal import Indicators
internal import LedgerFiles

/// What waits for officers, for people.
public struct WaitingTransfer: Sendable, Hashable {
    /// The name to approve or reject it by.
    public let name: String
    /// The file that was to be handed over.
    public let file: String
    /// What it is: `send`, `onward`, `publish` or `export`.
    public let stage: String
    /// The member it is for; of a publication the group.
    public let recipient: String
    /// What it is for.
    public let purpose: String
    /// How many rows wait.
    public let rowCount: Int64
    /// What is missing, such as `1 by officer`.
    public let missing: [String]
    /// Who approved.
    public let approved: [String]
    /// Who rejected it.
    public let rejected: String?
}

extension Node {
    /// What waits for officers at a moment.
    ///
    /// - Throws: `FileError`, `LedgerError`, ``NodeError``.
    public func waitingTransfers(at time: Timestamp) throws -> [WaitingTransfer] {
        let all = try heldTransfers()
        guard !all.isEmpty else { return [] }
        let words = try SpokenWords(self)
        return all.map { held in
            let input = held.subject.input
            let subject = held.subject.digest
            return WaitingTransfer(
                name: held.name, file: held.file, stage: input.stage.rawValue,
                recipient: input.stage == .publish ? input.group?.name ?? "" : input.to.name, purpose: input.purpose,
                rowCount: input.classes.reduce(0) { $0 + $1.rows },
                missing: words.missing(held.needed, of: subject, at: time),
                approved: words.approvals(of: subject, at: time).map(\.by), rejected: words.rejecting(subject))
        }
    }
}
