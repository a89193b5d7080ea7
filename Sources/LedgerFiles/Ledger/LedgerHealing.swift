internal import CryptoPrimitives
public import TransparencyLog

/// Puts published files of a ledger that are missing or damaged back from a copy of its published tree, such as a mirror's.
///
/// The copy is believed in nothing: it has to verify, and to give the root of the head that this log committed last. It holds no details,
/// so those of this log have to be whole; opening the log says whether they are.
public struct LedgerHealing {
    /// What was put back.
    public struct Result: Sendable, Hashable {
        /// The files, by their names below the ledger.
        public private(set) var paths: [String] = []
        /// The entries that they are over.
        public private(set) var range: ClosedRange<UInt64>?

        mutating func note(_ path: String, _ entries: ClosedRange<UInt64>) {
            paths.append(path)
            range = range.map { min($0.lowerBound, entries.lowerBound)...max($0.upperBound, entries.upperBound) } ?? entries
        }
    }

    private let volume: any LedgerVolume
    private let key: NoteKey
    private let settings: AuditLogSettings

    /// Heals the ledger of a volume.
    ///
    /// - Parameter key: the log's key under its origin.
    public init(in volume: any LedgerVolume, key: NoteKey, settings: AuditLogSettings) {
        self.volume = volume
        self.key = key
        self.settings = settings
    }

    /// Puts back what is not as the copy has it.
    ///
    /// - Parameter directory: the copy.
    /// - Throws: ``LedgerError``; ``LedgerError/copy(_:)`` for one that does not do, and nothing was changed then.
    public func heal(from directory: String) throws(LedgerError) -> Result {
        let store = try LedgerStore(volume, halt: settings.halt)
        guard let bytes = try store.storedHead() else { throw .missing }
        guard let note = try? SignedNote(parsing: bytes), (try? note.verified(by: [key])) != nil,
            let head = try? Checkpoint(parsing: note.text), head.isOf(origin: key.name)
        else { throw .head }
        let (copy, size) = try verified(directory, for: head)
        var result = Result()
        guard head.size > 0 else { return result }
        for number in 0...(head.size - 1) / 256 {
            let width = Int(min(256, head.size - number * 256))
            let entries = try PublishedFiles.entries(number, size: size, in: copy).prefix(width)
            var bundle: [UInt8] = []
            for entry in entries { EntryBundle.append(entry, to: &bundle) }
            let address = TileAddress(.entries, number: number, width: width)
            try put(bundle, at: address.path, over: number * 256...number * 256 + UInt64(width) - 1, store, &result)
        }
        try putTiles(from: copy, size: size, head, store, &result)
        try putCheckpoint(note, head, store, &result)
        return result
    }

    /// The copy, once it verifies and is of this log's history.
    private func verified(_ directory: String, for head: Checkpoint) throws(LedgerError) -> (DiskVolume, UInt64) {
        let policy: WitnessPolicy
        do throws(LogError) { policy = try WitnessPolicy(parsing: "log \(key.text)\nquorum none\n") } catch {
            throw .verification(error)
        }
        let report = LedgerCheck(policy: policy).report(ofDirectory: directory)
        if let fault = report.fault { throw .copy("\(fault.code.rawValue) \(fault.file): \(fault.what)") }
        guard let newest = report.head, newest.size >= head.size else { throw .copy("it has fewer entries than this log") }
        let copy = try AuditLog.volume(directory)
        var maker = ProofMaker(TileReader(copy, size: newest.size))
        guard (try? maker.root(size: head.size)) == head.root else { throw .copy("its entries are not those of this log") }
        return (copy, newest.size)
    }

    private func putTiles(
        from copy: DiskVolume, size: UInt64, _ head: Checkpoint, _ store: LedgerStore, _ result: inout Result
    ) throws(LedgerError) {
        var reader = TileReader(copy, size: size)
        for row in 0..<TileAddress.levelLimit where head.size >> UInt64(8 * row) > 0 {
            let count = head.size >> UInt64(8 * row)
            for number in 0...(count - 1) / 256 {
                let width = Int(min(256, count - number * 256))
                let hashes: [Digest256]?
                do throws(LogError) {
                    hashes = try reader.tile(TileReader.address(row, of: number * 256, size: size))
                } catch {
                    throw reader.meaning(of: error)
                }
                guard let hashes, hashes.count >= width else { throw .copy("a tile is missing") }
                let address = TileAddress(.hashes(level: row), number: number, width: width)
                let span = UInt64(256) << UInt64(8 * row)
                let last = min(head.size, (number + 1) * span) - 1
                try put(hashes.prefix(width).flatMap(\.bytes), at: address.path, over: number * span...last, store, &result)
            }
        }
    }

    /// A published head that is none gives way to the one that was committed; what witnesses signed under it is gone with it.
    private func putCheckpoint(
        _ note: SignedNote, _ head: Checkpoint, _ store: LedgerStore, _ result: inout Result
    ) throws(LedgerError) {
        let published = (try? store.small(LedgerLayout.checkpoint)).flatMap(\.self).flatMap { try? SignedNote(parsing: $0) }
        guard published.flatMap({ try? $0.verified(by: [key]) }) == nil else { return }
        for path in [LedgerLayout.checkpoint(ofSize: head.size), LedgerLayout.checkpoint] {
            try put(note.bytes, at: path, over: 0...head.size - 1, store, &result)
        }
    }

    private func put(
        _ bytes: [UInt8], at path: String, over entries: ClosedRange<UInt64>, _ store: LedgerStore, _ result: inout Result
    ) throws(LedgerError) {
        let found = (try? volume.contents(of: path, limitBytes: LedgerLayout.bundleLimitBytes)) ?? nil
        guard found != bytes else { return }
        try store.replace(path, bytes, access: .published)
        try store.syncDirectory(store.parentOf(path))
        result.note(path, entries)
    }
}
