internal import CanonicalCoding
public import TransparencyLog

extension AuditLog {
    /// Begins a log in a directory, with the entry that says whose it is.
    ///
    /// A creation that was cut off is taken up again. A key and an origin serve one log and no other.
    ///
    /// - Throws: ``LedgerError/exists`` when there is one, or part of one.
    public static func create(
        in volume: any LedgerVolume, signer: NoteSigner, settings: AuditLogSettings, at clock: EntryTime,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        guard try !LedgerStore.names(in: volume).contains(LedgerLayout.successor) else { throw .changing }
        return try create(
            in: volume, signer: signer, generation: 1, previous: nil, isSuccessor: false, settings: settings, at: clock,
            using: &generator)
    }

    /// Begins a log.
    ///
    /// - Parameters:
    ///   - generation: the number at the end of the origin.
    ///   - previous: what is known of the generation before.
    ///   - isSuccessor: whether a change of generations is under way.
    static func create(
        in volume: any LedgerVolume, signer: NoteSigner, generation: Int64, previous: PreviousGeneration?,
        isSuccessor: Bool, settings: AuditLogSettings, at clock: EntryTime, using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        let store = try LedgerStore(volume, halt: settings.halt)
        try requireNothing(in: store, orOriginOf: isSuccessor ? signer.key : nil)
        let genesis = try event(
            .genesis, at: clock, who: settings.who,
            [(.origin, .string(signer.key.name)), (.generation, .integer(generation)), (.key, .string(signer.key.text))]
                + (previous?.fields ?? []))
        if try store.storedHead() == nil {
            try store.replace(LedgerLayout.policy, policy(signer.key), access: .published)
            let tail = LogTail()
            try store.swapHead(from: nil, to: signer.head(size: 0, root: tail.root).bytes)
        }
        let found = try LedgerRecovery(store, signer: signer, isSuccessor: isSuccessor)
        try store.keepBallast(settings.ballastBytes)
        let log = AuditLog(store, signer, settings, found)
        if log.size == 0 { _ = try log.append([genesis], at: clock, using: &generator) }
        return log
    }

    /// Begins a log in a directory that exists.
    ///
    /// - Throws: ``LedgerError``.
    public static func create(
        in directory: String, signer: NoteSigner, settings: AuditLogSettings, at clock: EntryTime,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerError) -> AuditLog {
        try create(in: volume(directory), signer: signer, settings: settings, at: clock, using: &generator)
    }

    /// Only a head over nothing may be there: that of a creation that was cut off.
    private static func requireNothing(in store: LedgerStore, orOriginOf key: NoteKey?) throws(LedgerError) {
        let names = try LedgerStore.names(in: store.volume)
        guard let bytes = try store.storedHead() else {
            guard !names.contains(LedgerLayout.tiles), !names.contains(LedgerLayout.checkpoint) else { throw .exists }
            return
        }
        guard let note = try? SignedNote(parsing: bytes), let head = try? Checkpoint(parsing: note.text),
            head.size == 0 || key?.isNamed(head.origin) ?? false
        else { throw .exists }
    }

    /// An entry that the node writes of its own accord.
    static func event(
        _ type: EntryType, at clock: EntryTime, who: [(DetailField, JSONValue)], _ fields: [(DetailField, JSONValue)]
    ) throws(LedgerError) -> Event {
        do throws(EventError) {
            return try Event(type, capturedAt: clock, fields: who + fields)
        } catch {
            throw .event(error)
        }
    }

    /// The policy of a log without witnesses.
    private static func policy(_ key: NoteKey) -> [UInt8] { Array("log \(key.text)\nquorum none\n".utf8) }
}
