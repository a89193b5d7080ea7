internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import FeedReading
internal import Indicators
internal import LedgerFiles
internal import MemberRegistry
internal import NodeStore
internal import SignedBundles

/// Publishes: rows to one signed bundle, which the node then takes in like anybody else's.
public struct Publisher {
    let node: Node
    let store: NodeStore
    private let registry: VerifiedRegistry
    let epoch: VerifiedEpoch
    let secrets: any MatchSecretSource
    private let suites: SuiteTable
    private let keys: NodeKeys

    /// Prepares to publish for this node's member.
    ///
    /// - Throws: ``NodeError`` when the registry is expired, no epoch is open, or the member or its key is not listed.
    public init(_ node: Node, for request: PublishRequest) throws {
        try self.init(node, store: node.store(for: .writing), for: request)
    }

    private init(_ node: Node, store: NodeStore, for request: PublishRequest) throws {
        self.node = node
        self.store = store
        registry = try node.registryInForce(at: request.time)
        epoch = try node.publishingEpoch(at: request.time)
        let blinder = try node.blinder(of: epoch)
        secrets = blinder
        suites = blinder.suites
        keys = try node.keys()
        let member = node.settings.member
        let listed = registry.usableKeys(of: member, for: .sign, at: request.time)
        guard listed.contains(where: { $0.publicKey == keys.signing.publicKey.bytes }) else {
            throw NodeError.notAMember(member.name)
        }
        guard registry.members(of: request.group)?.contains(member) == true else { throw NodeError.notInGroup(request.group) }
    }

    /// Reads the feeds, publishes what can be published, and says what became of every row.
    ///
    /// - Throws: `FeedError`, `FileError`, `BlindingError`, `StoreError`, ``TransferError`` when officers have yet to
    ///   approve; nothing is published then.
    public func publish(_ request: PublishRequest, report: (RowVerdict) throws -> Void) async throws -> PublishSummary {
        let draft = try await draft(serving: request)
        let randomness = draft.map { PublicationRandomness(seed: $0.seed) } ?? PublicationRandomness()
        var run = try await read(request, from: randomness, hashesRows: draft != nil, report)
        var summary = run.summary
        guard draft == nil || run.rowsDigest == draft?.rows else { throw TransferError.fileChanged(request.source) }
        guard summary.accepted > 0, let spool = run.takeSpool() else { return summary }
        try run.requireApproval(of: request.source)
        let assembled = try spool.finish(try occasion(request, dated: draft?.created ?? request.time), keyID: keyID, sign: sign)
        try run.stage.log(assembled, scrub: summary.scrubReport, markings: Array(run.markings))
        try takeIn(assembled, at: request, into: &summary)
        try node.dropDraft(for: request.group)
        return summary
    }

    /// The draft that this publication becomes: the rows of both are the same. Any other is forgotten.
    ///
    /// The feeds are read once more for it; those that can be read only once never become a draft.
    func draft(serving request: PublishRequest) async throws -> PublicationDraft? {
        guard request.feeds.allSatisfy(\.canBeReadAgain), let draft = try node.draft(for: request.group) else { return nil }
        if draft.serves(request, after: try predecessorDigest(request)),
            try await read(request, from: PublicationRandomness(), hashesRows: true, { _ in }).rowsDigest == draft.rows
        {
            return draft
        }
        node.tell(.previewReplaced(group: request.group))
        try node.dropDraft(for: request.group)
        return nil
    }

    /// What a bundle for the group would follow; zero for a first.
    func predecessorDigest(_ request: PublishRequest) throws -> Digest256 {
        try occasion(request, dated: request.time).predecessor?.digest ?? .zero
    }

    /// Publishes rows about indicators that are named one by one: retractions, objections, outcomes.
    ///
    /// - Throws: as ``publish(_:report:)``.
    public func publish(_ statements: [NamedStatement], request: PublishRequest) async throws -> PublishSummary {
        var spool = try SegmentSpool(in: node.paths.run)
        var stage = try PublishStage(node, for: request)
        try judge(statements, in: &stage, marking: request.marking)
        let found = try await secrets.secrets(of: statements.map { try MatchInput(kind: $0.kind, canonical: $0.canonical.span) })
        for (statement, secret) in zip(statements, found) {
            var core: [UInt8] = []
            CoreCell(
                tag: secret.tag(epoch: epoch.number), pop: secret.pop(epoch: epoch.number, publisher: node.settings.member),
                statement: statement.statement, target: statement.target
            ).appendCanonical(to: &core)
            stage.note([core])
            try spool.append(
                kind: statement.kind, marking: request.marking, isMust: statement.isMust, columns: ["core"], cells: [core])
        }
        try stage.requireApproval(of: "\(statements.count) statements")
        var summary = PublishSummary()
        summary.read = statements.count
        summary.accepted = statements.count
        let assembled = try spool.finish(try occasion(request, dated: request.time), keyID: keyID, sign: sign)
        try stage.log(assembled, scrub: summary.scrubReport, markings: [request.marking])
        try takeIn(assembled, at: request, into: &summary)
        return summary
    }

    /// One statement that an agreement forbids stops all of them: a person named each.
    private func judge(_ statements: [NamedStatement], in stage: inout PublishStage, marking: Marking) throws {
        for statement in statements {
            let ruling = stage.judge(
                kind: statement.kind, marking: marking, isMust: statement.isMust, columns: ["core"], statement.rowFacts)
            guard case .refuse(let reason) = ruling else { continue }
            throw AgreeingError.denied(reason, "the agreement of this group does not let this member state that")
        }
    }

    /// Reads the feeds to their end.
    func read(
        _ request: PublishRequest, from randomness: PublicationRandomness, hashesRows: Bool,
        _ report: (RowVerdict) throws -> Void
    ) async throws -> PublishRun {
        var run = PublishRun(
            drafter: RowDrafter(request, protected: try node.protectedIndicators(), suites: suites), secrets: secrets,
            epoch: epoch.number, publisher: node.settings.member, spool: try SegmentSpool(in: node.paths.run, from: randomness),
            stage: try PublishStage(node, for: request),
            hashesRows: hashesRows)
        for (index, source) in request.feeds.enumerated() { try await run.read(source, number: index, report: report) }
        return run
    }

    func occasion(_ request: PublishRequest, dated created: Timestamp) throws -> BundleOccasion {
        let chains = StandingChains(store, under: registry)
        let chain = try chains.chain(of: node.settings.member, for: request.group)
        if let published = try node.publishedMark(for: request.group), !chain.knows(published) {
            throw NodeError.storeBehind(published: published.sequence)
        }
        return BundleOccasion(
            publisher: node.settings.member, audience: request.group, epoch: epoch.number, created: created,
            expires: created.adding(days: request.lifeDays), predecessor: chains.predecessorOfNext(in: chain))
    }

    var keyID: String {
        KeyName.keyID(member: node.settings.member.name, kid: KeyName.kid(of: keys.signing.publicKey.bytes))
    }

    func sign(_ message: [UInt8]) throws(OpenSSLError) -> [UInt8] { try keys.signing.sign(message) }

    /// The node's own bytes go through the same verifier as anybody's, so that nothing is published that others refuse.
    ///
    /// - Parameter summary: gets the bundle's names and place, and where the stream is kept.
    func takeIn(
        _ assembled: borrowing AssembledBundle, at request: PublishRequest, into summary: inout PublishSummary
    ) throws {
        let importer = try Importer(node, store: store, manner: .arriving(at: request.time))
        let file = try IncomingFile(assembled.stream.path, identity: { throw NodeError.notForUs }, scratch: node.paths.run)
        let stream = try FileDigest.of(assembled.stream.path)
        summary.bundle = assembled.bundle.hex
        summary.manifest = assembled.place.digest.hex
        summary.sequence = assembled.place.sequence
        var mark = PublishedMark(.begun, assembled.place, stream: stream, for: request.group, at: request.time)
        mark.request = request.key.map { RequestMark($0, answer: summary.answer(with: request.answerMembers)) }
        try node.note(mark, as: .begun)
        _ = try importer.take(file).result.get()
        let path = store.path(ofStream: stream, manifest: assembled.place.digest)
        do throws(FileError) {
            try node.note(mark, as: .done)
        } catch {
            throw NodeError.publishedUnnoted(number: assembled.place.sequence, path: path, cause: "\(error)")
        }
        summary.path = path
    }
}
