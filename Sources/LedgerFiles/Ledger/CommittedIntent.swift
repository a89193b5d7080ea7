public import CryptoPrimitives
public import TransparencyLog

/// Proof that what is about to be done was logged first. Only a commit makes one: whoever sends, shows or exports asks for it.
public struct CommittedIntent: Sendable, Hashable {
    /// What is about to be done.
    public let type: EntryType
    /// The index of the entry that says so.
    public let index: UInt64
    /// The digest of the transfer, if it is one.
    public let transfer: Digest256?
    /// How many entries the log had when it was committed.
    public let treeSize: UInt64

    init(_ type: EntryType, index: UInt64, transfer: Digest256?, treeSize: UInt64) {
        self.type = type
        self.index = index
        self.transfer = transfer
        self.treeSize = treeSize
    }
}

/// An entry that was committed: it is durable, and a signed head covers it.
public struct CommittedEntry: Sendable {
    /// Its place in the log.
    public let index: UInt64
    /// What happened; the entry itself may hide that.
    public let type: EntryType
    /// The entry.
    public let entry: LogEntry
    /// For types that come before an act: what the act asks for.
    public let intent: CommittedIntent?

    init(_ event: Event, entry: LogEntry, index: UInt64, treeSize: UInt64) {
        self.index = index
        self.entry = entry
        type = event.type
        intent =
            event.type.comesBeforeAct
            ? CommittedIntent(event.type, index: index, transfer: event.transfer, treeSize: treeSize) : nil
    }
}
