internal import Blinding
public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
public import MemberRegistry

/// An epoch as one officer drafts it, with the pepper that goes to members only.
public struct EpochDraft {
    /// The document, to be signed by the officers.
    public let envelope: DSSEEnvelope
    private let pepper: SecretBytes

    /// Drafts an epoch without evaluators: every kind keyed, guessable kinds only when they are accepted.
    ///
    /// - Throws: `RegistryError`.
    public init(epoch: UInt32, from start: Timestamp, acceptsGuessable: Bool) throws {
        pepper = SecretBytes.random(count: EpochBlinder.pepperByteCount)
        let kinds = IndicatorKind.all.filter { acceptsGuessable || !$0.isGuessable }
        let document = EpochDocument(
            epoch: EpochNumber(epoch), suites: Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, .keyed) }),
            norm: CompiledRules.current, times: .standard(from: start), pepperDigest: EpochBlinder.pepperDigest(of: pepper),
            acceptsGuessable: acceptsGuessable)
        envelope = try document.draft()
    }

    /// Writes the pepper as a new secret file.
    ///
    /// - Throws: `FileError`.
    public func writePepper(to path: String) throws {
        var bytes = pepper.withBytes { span in span.indices.map { span[$0] } }
        defer { cleanse(&bytes) }
        try SecretFile.create(path, contents: bytes)
    }
}
