internal import Blinding
public import CanonicalCoding
public import CryptoPrimitives
internal import Indicators
public import LedgerFiles
public import MemberRegistry

/// An epoch as one officer drafts it, with the pepper that goes to members only.
public struct EpochDraft {
    /// The document, to be signed by the officers.
    public let envelope: DSSEEnvelope
    private let pepper = NewPepper()

    /// Drafts an epoch without evaluators: every kind keyed, guessable kinds only when they are accepted.
    ///
    /// - Throws: `RegistryError`.
    public init(epoch: UInt32, from start: Timestamp, acceptsGuessable: Bool) throws {
        let kinds = IndicatorKind.all.filter { acceptsGuessable || !$0.isGuessable }
        let document = EpochDocument(
            epoch: EpochNumber(epoch), suites: Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, .keyed) }),
            norm: CompiledRules.current, times: .standard(from: start), pepperDigest: pepper.digest,
            acceptsGuessable: acceptsGuessable)
        envelope = try document.draft()
    }

    /// Writes the pepper as a new secret file.
    ///
    /// - Throws: `FileError`.
    public func writePepper(to path: String) throws { try pepper.write(to: path) }
}

/// A pepper that was just drawn.
public struct NewPepper: Sendable {
    private let secret = SecretBytes.random(count: EpochBlinder.pepperByteCount)

    /// Draws one.
    public init() {}

    /// By which the epoch's document names it.
    public var digest: Digest256 { EpochBlinder.pepperDigest(of: secret) }

    /// Writes it as a new secret file.
    ///
    /// - Throws: `FileError`.
    public func write(to path: String) throws(FileError) {
        var bytes = secret.withBytes { span in span.indices.map { span[$0] } }
        defer { cleanse(&bytes) }
        try SecretFile.create(path, contents: bytes)
    }
}
