internal import Blinding
public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import MergeEngine
public import NodeStore
internal import Sealing
public import SignedBundles

/// Takes bundles in: verify while staging, make the bytes durable, commit in one transaction.
public struct Importer {
    private let node: Node
    private let store: NodeStore
    private var manner: Manner
    private var terms: BundleTerms
    private let chains: StandingChains
    private let windows: [VerifiedEpoch]?
    private let groups: [GroupID: Set<MemberID>]?
    private let checks: StagingChecks
    private let limits: BundleLimits

    /// Prepares to take bundles into a node's store.
    ///
    /// - Throws: ``NodeError`` (registry expired, epochs), `StoreError`, `FileError`.
    public init(_ node: Node, at time: Timestamp) throws {
        try self.init(node, at: time, limits: .standard)
    }

    /// The same with a limit lowered, so that tests reach it cheaply.
    package init(_ node: Node, at time: Timestamp, limits: BundleLimits) throws {
        try self.init(node, store: node.store(for: .writing), manner: .arriving(at: time), limits: limits)
    }

    /// How streams come to be taken in, and when they did first.
    ///
    /// What was taken in before is judged as of then: an expired registry and a group left since forbid nothing, resets come in
    /// their turn, and a refusal changes nothing at all.
    enum Manner {
        /// For the first time, from outside.
        case arriving(at: Timestamp)
        /// For the first time, out of the node's own files, where a kill left them.
        case finishing(at: Timestamp)
        /// Once more, because the log of imports names them.
        case repeating(at: Timestamp)
    }

    init(_ node: Node, store: NodeStore, manner: Manner, limits: BundleLimits = .standard) throws {
        let time = manner.time
        let isRebuilding = !manner.isArriving
        let registry = try isRebuilding ? node.registry() : node.registryInForce(at: time)
        self.node = node
        self.store = store
        self.manner = manner
        self.limits = limits
        let keys: any KeyDirectory = if isRebuilding { try PastRegistries(before: registry, of: node) } else { registry }
        terms = BundleTerms(keys: keys, audience: nil, at: time)
        if !isRebuilding {
            try DurableFile.removeLeftovers(in: node.paths.bundles)
            try node.settleResets(in: store, at: time)
        }
        chains = StandingChains(store, under: isRebuilding ? nil : registry)
        windows = isRebuilding ? nil : try node.installedEpochs()
        groups = isRebuilding ? nil : registry.groups(of: node.settings.member)
        var checks = StagingChecks()
        let tags = try NodeTags(node)
        checks.blinders = tags.blinders
        checks.protected = tags.protectedKeys()
        checks.epochs = Set(registry.document.epochs.map(\.epoch))
        self.checks = checks
    }

    private var time: Timestamp { terms.time }

    /// The same, to take in once more what was taken in at another time.
    func repeating(at time: Timestamp) -> Importer {
        var copy = self
        copy.manner = .repeating(at: time)
        copy.terms = BundleTerms(keys: terms.keys, audience: nil, at: time)
        return copy
    }

    /// What became of one file.
    public struct Outcome {
        /// The file as it was named.
        public let file: String
        /// The head of its bundle: verified when the result is a receipt, else what its first line claims, if anything.
        public let manifest: Manifest?
        /// The receipt, or why the file was refused.
        public let result: Result<ImportReceipt, any Error>
    }

    /// Takes several files in, in the order of publisher, group and number, whatever order they are named in.
    ///
    /// One refused file does not stop the others; nothing of it is kept.
    ///
    /// - Throws: what stops the whole: a full disk, a damaged store.
    public func take(_ paths: [String], progress: (Int) -> Void = { _ in }) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for place in try ordered(paths, &outcomes) {
            do {
                if let held = place.held {
                    outcomes.append(try take(held.file, progress: progress))
                } else {
                    outcomes.append(try take(open(place.path), progress: progress))
                }
            } catch let error where !Self.stopsAll(error) {
                outcomes.append(Outcome(file: place.path, manifest: nil, result: .failure(error)))
            }
        }
        return outcomes
    }

    private struct Place {
        let path: String
        let held: HeldFile?
        var order: (String, String, Int) = ("", "", 0)
    }

    /// Standard input and pipes can be read once only, so what came through it is kept between the look at its head and its turn.
    private final class HeldFile {
        let file: IncomingFile

        init(_ file: consuming IncomingFile) { self.file = file }
    }

    /// Reads the heads only: nothing is unsealed to the end before its turn, and nothing twice.
    private func ordered(_ paths: [String], _ outcomes: inout [Outcome]) throws -> [Place] {
        guard paths.count > 1 else { return paths.map { Place(path: $0, held: nil) } }
        var places: [Place] = []
        for path in paths {
            do {
                let held = FileReader.canReadAgain(path) ? nil : HeldFile(try open(path))
                let head = try held.map { $0.file.head } ?? IncomingFile.head(of: path, identity: identity)
                var place = Place(path: path, held: held)
                if let head { place.order = (head.publisher.name, head.audience.name, head.sequence) }
                places.append(place)
            } catch let error where !Self.stopsAll(error) {
                outcomes.append(Outcome(file: path, manifest: nil, result: .failure(error)))
            }
        }
        return places.sorted { $0.order < $1.order }
    }

    private func identity() throws -> SealingIdentity { try SealingIdentity(secret: node.keys().sealing) }

    private func open(_ path: String) throws -> IncomingFile {
        try IncomingFile(path, identity: identity, scratch: node.paths.run, limitBytes: limits.streamBytes)
    }

    /// Takes one stream in.
    func take(_ file: borrowing IncomingFile, progress: (Int) -> Void = { _ in }) throws -> Outcome {
        do {
            let (manifest, receipt) = try takeStream(file.streamPath, progress: progress)
            return Outcome(file: file.name, manifest: manifest, result: .success(receipt))
        } catch let error as BundleError {
            return Outcome(file: file.name, manifest: file.head, result: .failure(error))
        }
    }

    private func takeStream(_ path: String, progress: (Int) -> Void) throws -> (Manifest, ImportReceipt) {
        let known = KnownChains(chains, epochs: windows, groups: groups)
        var staging = store.staging(chains: known, checks: checks, at: time)
        var verifier = BundleVerifier(importing: terms, into: known, limits: limits)
        var reader = try FileReader(opening: path)
        var copy = try DurableFile(creating: node.paths.bundles + "/incoming")
        var firstLine = FirstLine()
        var byteCount = 0
        let bundle: VerifiedBundle
        do {
            while case let piece = try reader.next(), !piece.isEmpty {
                firstLine.take(piece)
                try verifier.feed(piece.span, to: &staging)
                try copy.write(piece)
                byteCount += piece.count
                progress(byteCount)
            }
            bundle = try verifier.finish()
        } catch let error as BundleError {
            if let failure = known.failure ?? staging.failure { throw failure }
            if error.code == .fork, manner.isArriving { try keepForkEvidence(firstLine) }
            throw error
        }
        return (bundle.manifest, try keep(copy, of: bundle, from: path, staging))
    }

    /// First the bytes, then the line of the log, then the store: a kill between any two of them is settled when the home is
    /// opened for writing again.
    private func keep(
        _ copy: consuming DurableFile, of bundle: VerifiedBundle, from path: String, _ staging: consuming BundleStaging
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
        if !isHeld { try log(entry, unless: wasKept) }
        do throws(StoreError) {
            return try store.commit(staging, bundle, at: time)
        } catch {
            // After a limit or a full disk the transaction is surely undone; after other failures the log decides.
            if !isHeld, [.limit, .noSpace].contains(error.reason) { try? undo(entry) }
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

    /// Two heads of one number under one signature prove a fork to anybody: both are kept, and the chain is set aside.
    ///
    /// The line is the one the verifier believed: `E_FORK` comes after the signature.
    private func keepForkEvidence(_ line: FirstLine) throws {
        guard let head = line.manifest else { return }
        let chain = try chains.chain(of: head.publisher, for: head.audience)
        let place = ChainPlace(sequence: head.sequence, digest: SHA256.hash(head.payload()))
        let folder = "\(node.paths.ledger)/forks/\(head.publisher.name)/\(head.audience.name)/\(head.sequence)"
        try Directory.create(folder)
        guard try Directory.names(in: folder).count < 2 else { return }  // two heads prove it; more would only fill the disk
        try DurableFile.write(line.bytes, to: "\(folder)/\(place.digest.hex).json", replacing: true)
        if let known = chain.entries[head.sequence]?.digest, let line = try heldFirstLine(of: known) {
            try DurableFile.write(line, to: "\(folder)/\(known.hex).json", replacing: true)
        }
        var forked = chain
        forked.recordFork(at: place.sequence, with: place.digest)
        guard forked != chain else { return }
        try node.decide(ChainDecision(.fork, chain, at: place, time: time), in: chains)
    }

    private func heldFirstLine(of digest: Digest256) throws -> [UInt8]? {
        let folder = node.paths.bundle(digest.hex)
        guard Directory.isDirectory(folder), let name = try Directory.names(in: folder).first else { return nil }
        var lines = try LineReader(opening: "\(folder)/\(name)", lineLimitBytes: 2 << 20)
        guard case .text(let line)? = try lines.next() else { return nil }
        return line
    }

    private static func stopsAll(_ error: any Error) -> Bool {
        if let error = error as? StoreError { return error.reason != .limit }
        guard let error = error as? FileError else { return false }
        switch error.reason {
        case .noSpace, .notWritable, .locked, .closedPipe, .system: return true
        case .notFound, .wrongType, .unsafePermissions, .openDirectory, .alreadyExists, .tooLarge: return false
        }
    }
}

extension Importer.Manner {
    /// When the streams were, or are, first taken in.
    var time: Timestamp {
        switch self {
        case .arriving(let time), .finishing(let time), .repeating(let time): time
        }
    }

    var isArriving: Bool {
        if case .arriving = self { true } else { false }
    }
}
