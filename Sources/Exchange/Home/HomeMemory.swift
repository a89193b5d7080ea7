internal import CryptoPrimitives
internal import LedgerFiles
internal import MemberRegistry
internal import Synchronization

/// What a process has read and checked of a home, so that opening it for the next job costs a look at the files and no signature.
///
/// Each thing is believed as long as every file it was read from is the very same, and no longer: each use looks at the files again. A
/// registry with a key revoked, a changed setting or a key file that others may read count at the next job.
public final class HomeMemory: Sendable {
    private let settings = Mutex(KeptReading<Settings, [String]>())
    private let registry = Mutex(KeptReading<VerifiedRegistry, RegistryInputs>())
    private let keys = Mutex(KeptReading<NodeKeys, [String]>())

    /// Remembers nothing yet.
    public init() {}

    func settings(at paths: HomePaths, reading: () throws -> Settings) throws -> Settings {
        let files = [paths.settings]
        return try settings.withLock { kept in
            try kept.value(of: files, under: { $0 == files }, making: { _ in (files, try reading()) })
        }
    }

    /// The registry in force, verified; verified once more only where the bytes of the registry or of the trusted root are others.
    ///
    /// - Parameter marks: with which marks it may be; what was checked for others is checked anew.
    func registry(
        at paths: HomePaths, accepting marks: DocumentMarks, verifying: (DSSEEnvelope, RootKeys) throws -> VerifiedRegistry
    ) throws -> VerifiedRegistry {
        try registry.withLock { kept in
            try kept.value(of: [paths.currentRegistry, paths.trustedRoot], under: { $0.marks == marks }) { known in
                let registry = try Node.ownFile(paths.currentRegistry, limitBytes: RegistryLimits.envelopeBytes)
                let root = try Node.ownFile(paths.trustedRoot, limitBytes: RegistryLimits.keyFileBytes)
                let inputs = RegistryInputs(registry: SHA256.hash(registry), root: SHA256.hash(root), marks: marks)
                if let known, known.terms == inputs { return (inputs, known.value) }
                return (inputs, try verifying(DSSEEnvelope(parsing: registry), RootKeys(parsing: root)))
            }
        }
    }

    /// Private keys stay in memory as long as the process runs, as the passphrase to them does.
    func keys(at paths: HomePaths, reading: () throws -> NodeKeys) throws -> NodeKeys {
        // Keys without a record of their public halves were held against the registry.
        let files = [
            paths.signingKey, paths.sealingKey, paths.agreementKey, paths.logKey, paths.witnessKey, paths.tlsKey,
            paths.nextTLSKey, paths.publicKeys, paths.currentRegistry, paths.trustedRoot,
        ]
        return try keys.withLock { kept in
            try kept.value(of: files, under: { $0 == files }, making: { _ in (files, try reading()) })
        }
    }
}

/// Everything on which it depends whether a registry verifies.
private struct RegistryInputs: Sendable, Equatable {
    let registry: Digest256
    let root: Digest256
    let marks: DocumentMarks
}
