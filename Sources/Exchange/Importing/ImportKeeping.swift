internal import CryptoPrimitives
internal import LedgerFiles
internal import NodeStore
internal import SignedBundles

extension Importer {
    /// First the bytes, then the audit log, then the line of the log of imports, then the store: a kill between any two of them is
    /// settled when the home is opened for writing again.
    func keep(
        _ copy: consuming DurableFile, of bundle: VerifiedBundle, from path: String, _ staging: consuming BundleStaging,
        _ reception: Reception?
    ) throws -> ImportReceipt {
        guard let streamDigest = bundle.streamDigest else { throw BundleError(.truncated, .noEnd) }
        let kept = store.path(ofStream: streamDigest, manifest: bundle.digest)
        guard manner.isArriving || kept == path else {
            throw NodeError.homeDamaged("\(path) holds other bytes than those its name says")
        }
        let entry = ImportLog.Entry(manifest: bundle.digest, stream: streamDigest, time: time)
        let isHeld = try store.holds(stream: streamDigest, manifest: bundle.digest)
        let wasKept = Directory.exists(kept)
        try Directory.create(node.paths.bundle(bundle.digest.hex))
        try copy.commit(as: kept)
        // What was taken in before is acknowledged again, but not logged again.
        let isNews = reception.map { !isHeld || $0.document != nil && $0.knownReceipt == nil } ?? false
        if isNews { try accept(bundle, reception, discarding: wasKept ? nil : entry) }
        if !isHeld { try log(entry, unless: wasKept) }
        let receipt: ImportReceipt
        do throws(StoreError) {
            receipt = try commit(staging, bundle, undoing: isHeld ? nil : entry)
        } catch {
            if let failure = quarantine.failure { throw failure }
            // What the log says was accepted, and is not in the state, is rejected after all.
            if isNews, error.reason == .limit { try? reception?.reject(error) }
            throw error
        }
        if isNews { try reception?.finish(receipt, into: store, isWaiting: quarantine.reason(toHold: bundle.digest) != nil) }
        return receipt
    }

    /// Commits that the stream is taken in; when that cannot be, nothing of it stays.
    private func accept(_ bundle: VerifiedBundle, _ reception: Reception?, discarding entry: ImportLog.Entry?) throws {
        do {
            try reception?.accept(bundle)
        } catch {
            if let entry { try? removeFiles(of: entry) }
            throw error
        }
    }

    private func commit(
        _ staging: consuming BundleStaging, _ bundle: VerifiedBundle, undoing entry: ImportLog.Entry?
    ) throws(StoreError) -> ImportReceipt {
        do throws(StoreError) {
            return try store.commit(staging, bundle, at: time, admits: quarantine.admission(of: bundle, to: store, manner))
        } catch {
            // After a limit or a full disk the transaction is surely undone; after other failures the log decides.
            if let entry, [.limit, .noSpace].contains(error.reason) { try? undo(entry) }
            throw error
        }
    }

    /// Names a stream that lies whole in its place, before the store commits it.
    private func log(_ entry: ImportLog.Entry, unless wasKept: Bool) throws(FileError) {
        if case .repeating = manner { return }
        do throws(FileError) {
            try node.importLog.append([entry])
        } catch {
            if !wasKept { try? removeFiles(of: entry) }
            throw error
        }
    }

    /// Takes the line of a stream back that the store refused, and then its file; with the line in place the next opening of the
    /// home tries again.
    private func undo(_ entry: ImportLog.Entry) throws(FileError) {
        if case .repeating = manner { return }
        try node.undo(entry)
        if manner.isArriving { try removeFiles(of: entry) }
    }

    private func removeFiles(of entry: ImportLog.Entry) throws(FileError) {
        try Directory.remove(node.path(of: entry))
        try Directory.removeIfEmpty(node.paths.bundle(entry.manifest.hex))
    }
}
