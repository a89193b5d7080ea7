public import CanonicalCoding
public import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
public import MemberRegistry
internal import TransparencyLog

extension Node {
    /// The registry in force, its signatures checked against the trusted root whenever one of the two has changed.
    ///
    /// - Throws: ``NodeError/noRegistry``, `FileError`, `RegistryError`.
    public func registry() throws -> VerifiedRegistry {
        guard Directory.exists(paths.currentRegistry), Directory.exists(paths.trustedRoot) else { throw NodeError.noRegistry }
        // First what was seen, then what is there: an installation between the two only raises the second.
        let seen = try highestVersionSeen()
        let registry = try memory.registry(at: paths, accepting: acceptedMarks) { envelope, root in
            try VerifiedRegistry(verifying: envelope, trusting: root, accepting: acceptedMarks)
        }
        guard registry.document.version >= seen else {
            throw NodeError.registryRolledBack(installed: registry.document.version, seen: seen)
        }
        return registry
    }

    /// The registry for an act that an expired one forbids: publishing and accepting.
    ///
    /// - Throws: ``NodeError/registryExpired(_:)`` and what ``registry()`` throws.
    public func registryInForce(at time: Timestamp) throws -> VerifiedRegistry {
        let registry = try registry()
        guard !registry.isExpired(at: time) else { throw NodeError.registryExpired(registry.document.expires.rfc3339) }
        return registry
    }

    /// Installs a registry: the first with a trusted root, any later one as the successor of the one in force. Its resets
    /// are applied to the chains held.
    ///
    /// - Parameters:
    ///   - trustedRoot: SHA-256 of the root keys' canonical form, needed the first time only.
    ///   - time: when that is; when the registry was issued, unless said otherwise.
    /// - Throws: ``NodeError``, `RegistryError`, `FileError`; what is installed stays installed. `StoreError` when the
    ///   registry is in force but the store could not take its resets, which every later use applies.
    @discardableResult
    public func installRegistry(
        _ envelope: DSSEEnvelope, trustedRoot: Digest256? = nil, at time: Timestamp? = nil
    ) throws -> VerifiedRegistry {
        let next: VerifiedRegistry
        if Directory.exists(paths.currentRegistry), Directory.exists(paths.trustedRoot) {
            next = try registry().installing(next: envelope, accepting: acceptedMarks)
        } else {
            next = try firstRegistry(envelope, trustedRoot: trustedRoot)
        }
        guard acceptedMarks.contains(.example) || !ExampleKeys.areListed(in: next.document) else { throw NodeError.exampleKeys }
        try log(
            LoggedEvent(
                .registryInstall,
                [(.version, .integer(next.document.version)), (.digest, .string(envelope.payloadDigest.hex))]))
        // In this order every prefix of the writes verifies: a rotation is signed by the old root and by the new one, and the
        // numbered copy, which is the mark of the highest version seen, comes last.
        try DurableFile.write(envelope.fileBytes(), to: paths.currentRegistry, replacing: true)
        try DurableFile.write(next.document.root.jsonValue.canonicalBytes(), to: paths.trustedRoot, replacing: true)
        try DurableFile.write(envelope.fileBytes(), to: "\(paths.registry)/\(next.document.version).json", replacing: true)
        if !next.document.resets.isEmpty { try settleResets(in: store(for: .writing), at: time ?? next.document.issued) }
        return next
    }

    private func firstRegistry(_ envelope: DSSEEnvelope, trustedRoot: Digest256?) throws -> VerifiedRegistry {
        let root = try RegistryDocument(parsing: envelope.payload).root
        let digest = root.digest
        guard trustedRoot == digest else { throw NodeError.rootNotTrusted(digestHex: digest.hex) }
        return try VerifiedRegistry(verifying: envelope, trusting: root, accepting: acceptedMarks)
    }

    /// Old versions stay as files, so the highest name is the highest version this node has seen.
    private func highestVersionSeen() throws -> Int64 {
        try Directory.names(in: paths.registry).compactMap { name in
            Int64(name.dropLast(".json".utf8.count)).flatMap { "\($0).json" == name ? $0 : nil }
        }.max() ?? 0
    }

    static func envelope(at path: String) throws -> DSSEEnvelope {
        try DSSEEnvelope(parsing: ownFile(path, limitBytes: RegistryLimits.envelopeBytes))
    }

    /// Reads a file of the home itself: when that fails, the home is at fault and not what the caller was given.
    ///
    /// - Throws: ``NodeError/homeDamaged(_:)``, `FileError`.
    static func ownFile(_ path: String, limitBytes: Int) throws -> [UInt8] {
        do throws(FileError) {
            return try FileReader.contents(of: path, limitBytes: limitBytes)
        } catch {
            switch error.reason {
            case .notFound, .wrongType, .tooLarge: throw NodeError.homeDamaged("\(error)")
            default: throw error
            }
        }
    }
}

extension RootKeys {
    /// By which people compare root keys over another channel: SHA-256 of the canonical form.
    public var digest: Digest256 { SHA256.hash(jsonValue.canonicalBytes()) }
}
