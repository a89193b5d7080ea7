public import CanonicalCoding
internal import CryptoPrimitives
internal import Evaluation
public import Indicators
internal import LedgerFiles
public import MemberRegistry
internal import TransparencyLog

/// The end of an epoch at this node: its secrets are erased, and the member signs that (protocol P2; docs/spec/evaluation.md).
public struct EpochDestruction {
    private let node: Node
    private let epoch: EpochNumber
    private let time: Timestamp

    /// Looks at an epoch.
    public init(of epoch: EpochNumber, at node: Node, time: Timestamp) {
        self.node = node
        self.epoch = epoch
        self.time = time
    }

    /// Erases everything secret of the epoch. What was cut off is finished by the same call, and a second one gives the same statement.
    ///
    /// - Parameter reason: why it is done early; nothing when it is due.
    /// - Returns: the statement, signed.
    /// - Throws: ``NodeError``, `RegistryError`, `FileError`.
    public func run(earlyBecause reason: String?) throws -> DSSEEnvelope {
        let secrets = secrets
        if secrets.isEmpty, let signed = try statement(at: donePath) { return signed }
        try requireDue(reason)
        var what = Set(secrets.map(\.kind))
        if let begun = try statement(at: pendingPath) {
            what.formUnion(try DestructionStatement(parsing: begun.payload).what)
        } else {
            guard !what.isEmpty else { throw NodeError.nothingToDestroy(epoch.value) }
            try log(what, reason)
        }
        let statement = DestructionStatement(
            epoch: epoch, member: node.settings.member, what: what, time: time, earlyBecause: isDue ? nil : reason)
        let signed = try statement.draft().signedByMember(statement.member, node.keys().signing)
        // Not handed out before it is true.
        try DurableFile.write(signed.fileBytes(), to: pendingPath, replacing: true)
        for secret in secrets { try secret.erase() }
        try Directory.rename(pendingPath, to: donePath)
        return signed
    }

    /// Whether the time for it has come; not while no document says when that is.
    private var isDue: Bool {
        end.map { time >= $0 } ?? false
    }

    /// When the secrets are to be gone; the registry need not list the epoch any more.
    private var end: Timestamp? {
        guard let envelope = try? Node.envelope(at: node.paths.epochDocument(epoch.value)) else { return nil }
        return (try? EpochDocument(parsing: envelope.payload))?.times.destroyAfter
    }

    private func requireDue(_ reason: String?) throws {
        guard !isDue, reason == nil else { return }
        throw NodeError.epochStillUsed(epoch.value, until: end?.rfc3339)
    }

    private func log(_ what: Set<DestructionStatement.Secret>, _ reason: String?) throws {
        let names = what.map(\.rawValue).sorted().joined(separator: " ")
        var further: [(name: String, DetailRecord.FieldClass, JSONValue)] = [("what", .policy, .string(names))]
        if let reason, !isDue { further.append(("early", .policy, .string(reason))) }
        try node.log(LoggedEvent(.epochDestroy, [(.epoch, .integer(Int64(epoch.value)))], further: further))
    }

    private var donePath: String { node.paths.destructionStatement(epoch.value) }
    private var pendingPath: String { donePath + ".pending" }

    private func statement(at path: String) throws -> DSSEEnvelope? {
        Directory.exists(path) ? try Node.envelope(at: path) : nil
    }

    /// A file with a secret, or a ceremony's folder with several.
    private struct Secret {
        let kind: DestructionStatement.Secret
        let erase: () throws -> Void
    }

    private var secrets: [Secret] {
        let paths = node.evaluatorPaths
        let files: [(DestructionStatement.Secret, String)] = [
            (.pepper, node.paths.pepper(epoch.value)), (.share, paths.share(of: epoch)),
            (.refreshedShare, paths.refreshedShare(of: epoch)),
        ]
        let single = files.filter { Directory.exists($0.1) }
            .map { kind, path in Secret(kind: kind) { try SecretFile.erase(path) } }
        let evaluations =
            node.hasEvaluations(of: epoch) ? [Secret(kind: .evaluations) { try node.eraseEvaluations(of: epoch) }] : []
        guard (try? CeremonyLeftovers.areThere(paths, of: epoch)) ?? true else { return single + evaluations }
        return single + evaluations + [Secret(kind: .ceremony) { try CeremonyLeftovers.erase(paths, of: epoch) }]
    }
}
