internal import Blinding
public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
public import MergeEngine
public import NodeStore
internal import Sealing
public import SignedBundles

/// Takes bundles in: verify while staging, make the bytes durable, commit in one transaction.
public struct Importer {
    let node: Node
    let store: NodeStore
    var manner: Manner
    private var terms: BundleTerms
    private let chains: StandingChains
    private let windows: [VerifiedEpoch]?
    private let groups: [GroupID: Set<MemberID>]?
    private let checks: StagingChecks
    private let limits: BundleLimits
    /// Says which bundles have to wait for an officer.
    let quarantine: QuarantineGate
    /// Decides about and logs what comes from outside; nothing for streams of this node's own.
    private var receiving: Receiving?

    /// Prepares to take bundles into a node's store.
    ///
    /// - Parameters:
    ///   - grounds: the purpose and the reasons of whoever acts.
    ///   - transfer: the transfer document of the one file that is taken; nothing looks beside each file for its own.
    /// - Throws: ``NodeError`` (registry expired, epochs), `StoreError`, `FileError`.
    public init(
        _ node: Node, at time: Timestamp, for grounds: QueryGrounds = .usual("import"), transfer: String? = nil
    ) throws {
        try self.init(node, at: time, limits: .standard, for: grounds, transfer: transfer)
    }

    /// The same with a limit lowered, so that tests reach it cheaply.
    ///
    /// - Throws: as the other.
    package init(
        _ node: Node, at time: Timestamp, limits: BundleLimits, for grounds: QueryGrounds = .usual("import"),
        transfer: String? = nil
    ) throws {
        try self.init(node, store: node.store(for: .writing), manner: .arriving(at: time), limits: limits)
        receiving = Receiving(stage: try ReceiveStage(node, at: time, for: grounds), transfer: transfer)
    }

    /// What is the same for all streams of one verb.
    private struct Receiving {
        let stage: ReceiveStage
        let transfer: String?
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
        quarantine = try QuarantineGate(node)
    }

    var time: Timestamp { terms.time }

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
        /// Where the signed receipt for the sender lies; nothing without a transfer document.
        public internal(set) var receiptPath: String?
        /// Why the bundle waits for an officer; nothing when it does not.
        public internal(set) var quarantine: HoldReason?
    }

    func identity() throws -> SealingIdentity { try SealingIdentity(secret: node.keys().sealing) }

    func open(_ path: String) throws -> IncomingFile {
        do {
            return try IncomingFile(path, identity: identity, scratch: node.paths.run, limitBytes: limits.streamBytes)
        } catch let error where receiving != nil && Self.isRefusal(error) {
            try node.rejectUnread(error)
            throw error
        }
    }

    /// Whether a file came that nobody here can read, rather than none.
    private static func isRefusal(_ error: any Error) -> Bool {
        if case NodeError.notForUs = error { return true }
        return error is SealingError || error is BundleError
    }

    /// Takes one stream in.
    func take(_ file: borrowing IncomingFile, progress: (Int) -> Void = { _ in }) throws -> Outcome {
        var reception: Reception?
        do {
            reception = try begin(file)
            try reception?.open()
            let (manifest, receipt) = try takeStream(file.streamPath, reception, progress: progress)
            var outcome = Outcome(file: file.name, manifest: manifest, result: .success(receipt))
            outcome.receiptPath = reception?.knownReceipt
            outcome.quarantine = quarantine.reason(toHold: receipt.manifest)
            return outcome
        } catch let error where error is BundleError || error is TransferError || error is RegistryError {
            if let reception { try reception.reject(error) } else if receiving != nil { try node.rejectUnread(error) }
            var outcome = Outcome(file: file.name, manifest: file.head, result: .failure(error))
            outcome.receiptPath = reception?.knownReceipt
            return outcome
        }
    }

    /// Finds out who sent a stream that comes from outside.
    private func begin(_ file: borrowing IncomingFile) throws -> Reception? {
        guard let receiving else { return nil }
        let beside = TransferFile.path(beside: file.name)
        let path = receiving.transfer ?? (Directory.exists(beside) ? beside : nil)
        let head = file.head
        return Reception(
            node, at: receiving.stage, envelope: try path.map(TransferFile.read), head: head)
    }

    private func takeStream(
        _ path: String, _ reception: Reception?, progress: (Int) -> Void
    ) throws -> (Manifest, ImportReceipt) {
        let known = KnownChains(chains, epochs: windows, groups: groups)
        var rows = ReceivedRows(
            store.staging(chains: known, checks: checks, at: time), gathering: reception?.rows)
        var verifier = BundleVerifier(importing: terms, into: known, limits: limits)
        var reader = try FileReader(opening: path)
        var copy = try DurableFile(creating: node.paths.bundles + "/incoming")
        var firstLine = FirstLine()
        var byteCount = 0
        let bundle: VerifiedBundle
        do {
            while case let piece = try reader.next(), !piece.isEmpty {
                firstLine.take(piece)
                try verifier.feed(piece.span, to: &rows)
                reception?.update(piece.span)
                try copy.write(piece)
                byteCount += piece.count
                progress(byteCount)
            }
            bundle = try verifier.finish()
        } catch let error as BundleError {
            if let failure = known.failure ?? rows.staging.failure { throw failure }
            if error.code == .fork, manner.isArriving { try ForkEvidence(node, chains, at: time).keep(firstLine) }
            throw error
        }
        let isHeld = try bundle.streamDigest.map { try store.holds(stream: $0, manifest: bundle.digest) } ?? false
        try reception?.judge(bundle, isHeld: isHeld)
        let receipt = try keep(copy, of: bundle, from: path, rows.staged(), reception)
        if manner.isArriving { try ForkEvidence(node, chains, at: time).meet(bundle.manifest, bundle.digest) }
        return (bundle.manifest, receipt)
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
