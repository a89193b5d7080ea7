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
    /// - Throws: ``LedgerError``.
    public func succeed(
        _ old: NoteSigner, by new: NoteSigner, generation: Int64, reason: String, at clock: EntryTime,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        if try isDone(new.key) { return try AuditLog(opening: volume, signer: new, settings: settings) }
        if try !isBegun() {
            let log = try AuditLog(opening: volume, signer: old, settings: settings)
            if try log.reader.entry(at: log.size - 1).type != EntryType.logEnd.rawValue {
                let event = try AuditLog.event(.logEnd, at: clock, who: settings.who, [(.reason, .string(reason))])
                _ = try log.append([event], at: clock, using: &generator)
                try log.publishRest()
            }
            try begin(log.store, new, generation: generation, last: log.publishedHead(), reason: reason)
        }
        return try finish(new, at: clock, using: &generator)
    }

    /// Begins the next log where the old one cannot be signed any more.
    ///
    /// - Parameter last: the last head of the old one that a witness holds, or else the one it published.
    /// - Throws: ``LedgerError``.
    public func abandon(
        for new: NoteSigner, generation: Int64, last: SignedNote, reason: String, at clock: EntryTime,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        if try isDone(new.key) { return try AuditLog(opening: volume, signer: new, settings: settings) }
        if try !isBegun() {
            let store = try LedgerStore(volume, halt: settings.halt)
            try begin(store, new, generation: generation, last: last, reason: reason)
        }
        return try finish(new, at: clock, using: &generator)
    }

    private func isBegun() throws(LedgerError) -> Bool { try Successor.read(from: volume) != nil }

    /// Whether the log here is the next one already, and the change was cut off at its very end or not at all.
    private func isDone(_ new: NoteKey) throws(LedgerError) -> Bool {
        guard try !isBegun(), let note = try LedgerReader.note(LedgerLayout.head, in: volume) else { return false }
        return (try? Checkpoint(parsing: note.text))?.isOf(origin: new.name) ?? false
    }

    private func begin(
        _ store: LedgerStore, _ new: NoteSigner, generation: Int64, last: SignedNote, reason: String
    ) throws(LedgerError) {
        guard let old = try? Checkpoint(parsing: last.text), !old.isOf(origin: new.key.name),
            new.key.name.hasSuffix("/\(generation)"), generation > 1
        else { throw .exists }
        try Successor(origin: new.key.name, generation: generation, last: last, reason: reason, isMoved: false).write(to: store)
    }

    private func finish(
        _ new: NoteSigner, at clock: EntryTime, using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        guard let successor = try Successor.read(from: volume), new.key.isNamed(successor.origin) else { throw .changing }
        try moveFiles(successor)
        let log = try AuditLog.create(
            in: volume, signer: new, generation: successor.generation, previous: (successor.last, successor.reason),
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

/// What a change that was begun is to become, kept until it is done.
private struct Successor {
    let origin: String
    let generation: Int64
    let last: SignedNote
    let reason: String
    let isMoved: Bool

    var moved: Successor {
        Successor(origin: origin, generation: generation, last: last, reason: reason, isMoved: true)
    }

    func write(to store: LedgerStore) throws(LedgerError) {
        let json: JSONValue = [
            "generation": .integer(generation), "last": .string(String(decoding: last.bytes, as: UTF8.self)),
            "moved": .bool(isMoved), "origin": .string(origin), "reason": .string(reason),
        ]
        try store.replace(LedgerLayout.successor, json.canonicalBytes(), access: .secret)
        try store.syncDirectory("")
    }

    static func read(from volume: any LedgerVolume) throws(LedgerError) -> Successor? {
        let bytes: [UInt8]?
        do throws(FileError) {
            bytes = try volume.contents(of: LedgerLayout.successor, limitBytes: LedgerLayout.headLimitBytes)
        } catch {
            throw .file(error)
        }
        guard let bytes else { return nil }
        guard let object = try? StrictJSON.parseCanonical(bytes).object, let origin = object["origin"]?.string,
            let generation = object["generation"]?.integer, let isMoved = object["moved"]?.bool,
            let last = object["last"]?.string.flatMap({ try? SignedNote(parsing: Array($0.utf8)) }),
            let reason = object["reason"]?.string
        else { throw .published(path: LedgerLayout.successor) }
        return Successor(origin: origin, generation: generation, last: last, reason: reason, isMoved: isMoved)
    }
}
