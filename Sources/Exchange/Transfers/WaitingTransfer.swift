internal import Agreements
internal import Indicators
internal import LedgerFiles

/// What waits for officers, for people.
public struct WaitingTransfer: Sendable, Hashable {
    /// The name to approve or reject it by.
    public let name: String
    /// The file that was to be handed over.
    public let file: String
    /// The member it is for.
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
    /// Hand-overs that wait for officers.
    ///
    /// - Throws: `FileError`, ``NodeError``.
    public func waitingTransfers() throws -> [WaitingTransfer] {
        try heldTransfers().map { held in
            WaitingTransfer(
                name: held.name, file: held.file, recipient: held.input.to.name, purpose: held.input.purpose,
                rowCount: held.input.classes.reduce(0) { $0 + $1.rows }, missing: held.missing,
                approved: held.words.filter { $0.verdict == .approve }.map(\.by), rejected: held.rejecting)
        }
    }
}
