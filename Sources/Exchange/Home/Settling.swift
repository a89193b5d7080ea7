internal import CryptoPrimitives
public import Indicators
internal import LedgerFiles
internal import NodeStore
internal import SignedBundles

/// What a home tells about work that a killed process left and that was brought to its end.
public enum Settled: Sendable, Hashable, CustomStringConvertible {
    /// A publication was finished: it is this member's bundle of that number.
    case publication(number: Int, group: GroupID, path: String)
    /// What was left of a publication does not verify; its number is free.
    case publicationDropped(number: Int, path: String)
    /// An import was finished.
    case takenIn(path: String)
    /// What was left of an import cannot be taken in; nothing of it counts.
    case importDropped(path: String)

    /// A preview was shown of other rows than those that are published in its place.
    case previewReplaced(group: GroupID)

    /// One line: what was found and what became of it.
    public var description: String {
        switch self {
        case .publication(let number, let group, let path):
            "number \(number) for \(group.name), whose publication was broken off, is published; the full stream is \(path)"
        case .publicationDropped(let number, let path):
            "number \(number), whose publication was broken off, does not verify and is not published: \(path)"
        case .previewReplaced(let group):
            "other rows are published for \(group.name) than were shown last; that preview is void, destroy what was kept of it"
        case .takenIn(let path): "an import that was broken off is finished: \(path)"
        case .importDropped(let path): "an import that was broken off cannot be finished; take the bundle in again: \(path)"
        }
    }
}

extension Node {
    /// Opens the store of this home, and brings to its end what a killed process left when it is opened for writing.
    ///
    /// An empty store is made only where nothing was ever taken in.
    ///
    /// - Throws: ``NodeError/storeLost`` and ``NodeError/storeRolledBack`` for a store that knows less than the ledger,
    ///   ``NodeError/storeUnjudged`` for one that was not yet held against a pepper,
    ///   `StoreError`, `FileError`.
    func store(for access: Access) throws -> NodeStore {
        guard !Directory.isDirectory(paths.store) else {
            throw NodeError.homeDamaged("\(FileError(.wrongType, action: "open", path: paths.store))")
        }
        if Directory.exists(paths.unjudged) { throw NodeError.storeUnjudged }
        if !Directory.exists(paths.store), try access == .reading || hasPast() { throw NodeError.storeLost }
        // Before the store: whoever writes appends to the log first.
        let recent = try importLog.recent()
        let store = try NodeStore(
            opening: paths.store, bundles: paths.bundles, access: access == .writing ? .writing : .reading)
        try requireMemory(store, of: recent)
        if access == .writing { try settle(store) }
        return store
    }

    private func hasPast() throws -> Bool {
        for path in [paths.importLog, paths.chainDecisions, paths.publishedMarks] where Directory.exists(path) {
            if try Directory.byteCount(of: path) > 0 { return true }
        }
        return try !streamsLying().isEmpty
    }

    /// The last line of the log may name a stream that the store does not hold yet; those before it may not.
    private func requireMemory(_ store: NodeStore, of recent: [ImportLog.Entry]) throws {
        if let entry = recent.dropLast().last, try !store.holds(stream: entry.stream, manifest: entry.manifest) {
            throw NodeError.storeRolledBack
        }
        if !importLog.exists, try store.newestStream() == nil, try !streamsLying().isEmpty { throw NodeError.storeLost }
    }

    private func settle(_ store: NodeStore) throws {
        try completeLog(from: store)
        try finishImport(in: store)
        try finishPublication(in: store)
        try finishMerges(in: store)
    }

    /// Writes down what a store took in before there was a log, in the order of then.
    func completeLog(from store: NodeStore) throws {
        if !importLog.exists { try importLog.create() }
        guard let newest = try store.newestStream().map(ImportLog.Entry.init),
            try !importLog.recent().contains(where: newest.isSameStream)
        else { return }
        let named = Set(try importLog.lines().map { [$0.manifest, $0.stream] })
        let missing = try store.keptStreams().filter { !named.contains([$0.manifest, $0.stream]) }
        if !missing.isEmpty { try importLog.append(missing.map(ImportLog.Entry.init)) }
    }

    /// The log decides: what it names last and the store does not hold is taken in as it would have been.
    private func finishImport(in store: NodeStore) throws {
        guard let entry = try importLog.recent().last, try !store.holds(stream: entry.stream, manifest: entry.manifest) else {
            return
        }
        let path = path(of: entry)
        let isFinished = try Directory.exists(path) && retake(path, manner: .repeating(at: entry.time), into: store)
        if !isFinished { try undo(entry) }
        tell(isFinished ? .takenIn(path: path) : .importDropped(path: path))
    }

    /// Takes back the last line of the log.
    func undo(_ entry: ImportLog.Entry) throws(FileError) {
        var undone = entry
        undone.isUndone = true
        try importLog.append([undone])
    }

    /// Before anything else happens to the member's own chain, what was begun last is finished; without a stream, nothing of it
    /// can have left, and its number is free.
    func finishPublication(in store: NodeStore) throws {
        guard let mark = try unfinishedPublication(), let stream = mark.stream, let time = mark.time else { return }
        let path = "\(paths.bundle(mark.place.digest.hex))/\(stream.hex)"
        if try !store.holds(stream: stream, manifest: mark.place.digest) {
            guard Directory.exists(path) else { return }
            guard try retake(path, manner: .finishing(at: time), into: store) else {
                try note(mark, as: .dropped)
                tell(.publicationDropped(number: mark.place.sequence, path: path))
                return
            }
        }
        try note(mark, as: .done)
        tell(.publication(number: mark.place.sequence, group: mark.group, path: path))
    }

    /// Takes a kept stream in by the keys and at the time of then; false when it is refused.
    private func retake(_ path: String, manner: Importer.Manner, into store: NodeStore) throws -> Bool {
        switch try Importer(self, store: store, manner: manner).take([path])[0].result {
        case .success: true
        case .failure: false
        }
    }
}
