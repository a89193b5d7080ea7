internal import Blinding
public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
internal import LedgerFiles
public import MemberRegistry
internal import Synchronization

/// The home of a member that holds shares: its registry, its epochs and its shares, read again whenever their files change.
public final class EvaluatorHome: Sendable {
    /// Where the shares, the record and the answers are.
    public let paths: EvaluatorPaths
    private let root: String
    private let marks: DocumentMarks
    private let signingKey: Ed25519PrivateKey
    private let kept = Mutex<Kept?>(nil)

    /// What was read, of which files, and until when it holds.
    private struct Kept: Sendable {
        let files: [FileStamp?]
        let until: Timestamp?
        let reading: Reading
    }

    /// What a home evaluates by.
    public struct Reading: Sendable {
        /// The registry in force and the shares that fit to it.
        public let standing: EvaluatorStanding
        /// Why shares that the documents give this member are not used, in a sentence each.
        public let refused: [EpochNumber: String]
    }

    /// Names a home.
    ///
    /// - Parameters:
    ///   - root: the directory, as `tocsin init` makes it.
    ///   - marks: which marks of the registry are put up with.
    ///   - signingKey: the member's own `sign` key.
    public init(_ root: String, accepting marks: DocumentMarks = [], signingKey: Ed25519PrivateKey) {
        self.root = root
        self.marks = marks
        self.signingKey = signingKey
        paths = EvaluatorPaths(home: root)
    }

    /// What the home evaluates by at a moment. A key that is revoked, a share that is put there or removed counts at the next request.
    ///
    /// - Throws: ``EvaluatorHomeError``.
    public func reading(at time: Timestamp) throws(EvaluatorHomeError) -> Reading {
        try kept.withLock { (kept) throws(EvaluatorHomeError) in
            let seen = stamps
            if let kept, kept.files == seen, kept.until.map({ time < $0 }) ?? true { return kept.reading }
            kept = nil
            let (reading, until) = try read(at: time)
            // What changed just before or meanwhile could be other bytes under the same stamp: it is read once more.
            if seen.allSatisfy({ $0?.isSettled ?? true }), stamps == seen {
                kept = Kept(files: seen, until: until, reading: reading)
            }
            return reading
        }
    }

    /// Whether there is anything to evaluate with.
    public var holdsShares: Bool { Directory.isDirectory(paths.shares) }

    private var stamps: [FileStamp?] {
        [registryPath, rootPath, epochsPath, paths.shares].map { FileStamp(of: $0) }
    }

    /// Whether a member is the one that this home signs for.
    func isOwn(_ member: MemberID, under registry: VerifiedRegistry) -> Bool {
        let key = signingKey.publicKey.bytes
        return registry.member(member)?.keys.contains { $0.use == .sign && $0.publicKey == key } ?? false
    }

    private var registryFolder: String { root + "/registry" }
    private var registryPath: String { registryFolder + "/registry.json" }
    private var rootPath: String { registryFolder + "/root.json" }
    private var epochsPath: String { root + "/epochs" }
}

extension EvaluatorHome {
    private func read(at time: Timestamp) throws(EvaluatorHomeError) -> (Reading, until: Timestamp?) {
        let registry = try registry()
        var held: [EvaluatorStanding.HeldShare] = []
        var refused: [EpochNumber: String] = [:]
        for epoch in try epochs(under: registry) where !epoch.isToBeDestroyed(at: time) {
            switch share(of: epoch, under: registry) {
            case nil: continue
            case .success(let share): held.append(.init(epoch: epoch, share: share))
            case .failure(let error): refused[epoch.number] = error.sentence
            }
        }
        guard let standing = EvaluatorStanding(registry: registry, signingKey: signingKey, shares: held) else {
            throw .notAMember
        }
        return (Reading(standing: standing, refused: refused), held.map(\.epoch.document.times.destroyAfter).min())
    }

    private func registry() throws(EvaluatorHomeError) -> VerifiedRegistry {
        guard Directory.exists(registryPath), Directory.exists(rootPath) else { throw .noRegistry }
        // First what was seen, then what is there: an installation between the two only raises the second.
        let seen = try numbers(in: registryFolder).max() ?? 0
        let root = try document(rootPath, RegistryLimits.keyFileBytes) { (bytes) throws(RegistryError) in
            try RootKeys(parsing: bytes)
        }
        let marks = marks
        let registry = try document(registryPath, RegistryLimits.envelopeBytes) { (bytes) throws(RegistryError) in
            try VerifiedRegistry(verifying: DSSEEnvelope(parsing: bytes), trusting: root, accepting: marks)
        }
        guard registry.document.version >= seen else { throw .rolledBack(installed: registry.document.version, seen: seen) }
        return registry
    }

    /// An epoch that the registry no longer lists is passed over.
    private func epochs(under registry: VerifiedRegistry) throws(EvaluatorHomeError) -> [VerifiedEpoch] {
        var epochs: [VerifiedEpoch] = []
        for number in try numbers(in: epochsPath).sorted() {
            let envelope = try document("\(epochsPath)/\(number).json", RegistryLimits.envelopeBytes) {
                (bytes) throws(RegistryError) in
                try DSSEEnvelope(parsing: bytes)
            }
            if let epoch = try? VerifiedEpoch(verifying: envelope, under: registry) { epochs.append(epoch) }
        }
        return epochs
    }

    private func numbers(in folder: String) throws(EvaluatorHomeError) -> [Int64] {
        do throws(FileError) {
            return try Directory.names(in: folder).compactMap { name in
                Int64(name.dropLast(".json".utf8.count)).flatMap { "\($0).json" == name ? $0 : nil }
            }
        } catch { throw .file(error) }
    }

    private func document<Document>(
        _ path: String, _ limitBytes: Int, _ read: ([UInt8]) throws(RegistryError) -> Document
    ) throws(EvaluatorHomeError) -> Document {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try FileReader.contents(of: path, limitBytes: limitBytes) } catch { throw .file(error) }
        do throws(RegistryError) { return try read(bytes) } catch { throw .document(error, path: path) }
    }
}
