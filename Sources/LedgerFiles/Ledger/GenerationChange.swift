internal import CanonicalCoding
public import TransparencyLog

/// The end of a log and the beginning of its successor: a new origin and a new key, whose first entry holds the old one's last head.
///
/// It is needed for a new key, and where a log cannot be healed. The old files move to `ended/N` and stay verifiable there. A change
/// that was cut off is taken up by running it again.
public struct GenerationChange {
    private let volume: any LedgerVolume
    private let settings: AuditLogSettings

    /// Changes the ledger of a volume.
    public init(in volume: any LedgerVolume, settings: AuditLogSettings) {
        self.volume = volume
        self.settings = settings
    }

    /// Ends the log properly, with a last entry that says so, and begins the next.
    ///
    /// - Parameters:
    ///   - old: the key of the log that ends.
    ///   - new: the key of the next one under its own origin.
    ///   - generation: the number of the next one, which its origin ends with.
    ///   - witnessed: the newest head of the old one that its witnesses signed.
    /// - Throws: ``LedgerError``.
    public func succeed(
        _ old: NoteSigner, by new: NoteSigner, generation: Int64, reason: String, witnessed: SignedNote? = nil,
        at clock: EntryTime, using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        if try isDone(new.key) { return try AuditLog(opening: volume, signer: new, settings: settings) }
        if try !isBegun() {
            let log = try AuditLog(opening: volume, signer: old, settings: settings)
            if try log.reader.entry(at: log.size - 1).type != EntryType.logEnd.rawValue {
                let event = try AuditLog.event(.logEnd, at: clock, who: settings.who, [(.reason, .string(reason))])
                _ = try log.append([event], at: clock, using: &generator)
                try log.publishRest()
            }
            let previous = PreviousGeneration(head: try log.publishedHead(), witnessed: witnessed, reason: reason)
            try begin(log.store, new, generation: generation, previous)
        }
        return try finish(new, at: clock, using: &generator)
    }

    /// Begins the next log where the old one cannot be signed any more.
    ///
    /// - Parameter last: the last head of the old one that a witness holds, or else the one it published.
    /// - Throws: ``LedgerError``.
    public func abandon(
        for new: NoteSigner, generation: Int64, last: SignedNote, reason: String, witnessed: SignedNote? = nil,
        at clock: EntryTime, using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        if try isDone(new.key) { return try AuditLog(opening: volume, signer: new, settings: settings) }
        if try !isBegun() {
            let store = try LedgerStore(volume, halt: settings.halt)
            let previous = PreviousGeneration(head: last, witnessed: witnessed, reason: reason)
            try begin(store, new, generation: generation, previous)
        }
        return try finish(new, at: clock, using: &generator)
    }

    /// Takes up a change that was cut off.
    ///
    /// - Throws: ``LedgerError``; ``LedgerError/changing`` when none was begun, or one to another log.
    public func resume(
        _ new: NoteSigner, at clock: EntryTime, using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        if try isDone(new.key) { return try AuditLog(opening: volume, signer: new, settings: settings) }
        return try finish(new, at: clock, using: &generator)
    }

    private func isBegun() throws(LedgerError) -> Bool { try Successor.read(from: volume) != nil }

    /// Whether the log here is the next one already, and the change was cut off at its very end or not at all.
    private func isDone(_ new: NoteKey) throws(LedgerError) -> Bool {
        guard try !isBegun(), let note = try LedgerReader.note(LedgerLayout.head, in: volume) else { return false }
        return (try? Checkpoint(parsing: note.text))?.isOf(origin: new.name) ?? false
    }

    /// The number of the generation that a change was begun to; nothing when none is under way.
    ///
    /// - Throws: ``LedgerError``.
    public static func begun(in volume: any LedgerVolume) throws(LedgerError) -> Int64? {
        try Successor.read(from: volume)?.generation
    }

    private func begin(
        _ store: LedgerStore, _ new: NoteSigner, generation: Int64, _ previous: PreviousGeneration
    ) throws(LedgerError) {
        guard let old = try? Checkpoint(parsing: previous.head.text), !old.isOf(origin: new.key.name),
            new.key.name.hasSuffix("/\(generation)"), generation > 1
        else { throw .exists }
        try Successor(origin: new.key.name, generation: generation, previous: previous, isMoved: false).write(to: store)
    }

    private func finish(
        _ new: NoteSigner, at clock: EntryTime, using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        guard let successor = try Successor.read(from: volume), new.key.isNamed(successor.origin) else { throw .changing }
        try moveFiles(successor)
        let log = try AuditLog.create(
            in: volume, signer: new, generation: successor.generation, previous: successor.previous,
            isSuccessor: true, settings: settings, at: clock, using: &generator)
        try log.store.attempt { () throws(FileError) in try volume.remove(LedgerLayout.successor) }
        try log.store.syncDirectory("")
        return log
    }

    /// Moves each file of the old log once; the lock stays.
    private func moveFiles(_ successor: Successor) throws(LedgerError) {
        guard !successor.isMoved else { return }
        let store = try LedgerStore(volume, halt: settings.halt)
        let folder = "\(LedgerLayout.ended)/\(successor.generation - 1)"
        try store.makeDirectory(folder, access: .secret)
        let present = try store.attempt { () throws(FileError) in try volume.names(in: "") }
        for name in LedgerLayout.ofOneLog where present.contains(name) {
            try store.attempt { () throws(FileError) in try volume.rename(name, to: "\(folder)/\(name)") }
        }
        try store.syncDirectory(folder)
        try store.syncDirectory("")
        try store.moveStaging(to: "\(folder)/\(LedgerLayout.staging)")
        try successor.moved.write(to: store)
    }
}
