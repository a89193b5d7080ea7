internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MemberRegistry

/// The keys of the publisher that signed a manifest, with what each of them may sign.
struct PublisherKeys {
    /// Ids of the keys that count, in ascending order of their bytes and each once.
    let ids: [String]
    private let scopes: [KeyScope?]

    /// Verifies the signatures of an envelope.
    ///
    /// Keys that are unknown, for another use, compromised or weak are passed over; every signature of a usable key
    /// must verify.
    ///
    /// - Throws: ``BundleError`` with `E_KEY` when no key is usable, `E_SIG` when a signature does not verify.
    static func verified(
        _ envelope: DSSEEnvelope, keys: any KeyDirectory
    ) throws(BundleError) -> [SigningKeyRecord] {
        let message = envelope.preAuthenticationEncoding
        var usable: [(record: SigningKeyRecord, key: VerificationKey, signature: [UInt8])] = []
        for signature in envelope.signatures {
            guard let record = keys.signingKey(signature.keyID), record.use == .sign, record.status != .compromised,
                !record.isWeak, let key = record.verificationKey
            else { continue }
            usable.append((record, key, signature.bytes))
        }
        guard !usable.isEmpty else { throw BundleError(.key, line: 1, .noUsableKey) }
        for entry in usable where !entry.key.isValidSignature(entry.signature, for: message) {
            throw BundleError(.signature, line: 1, .badSignature)
        }
        return usable.map(\.record)
    }

    /// Keeps the verified keys that may speak for the publisher at the time the manifest was created.
    ///
    /// - Throws: ``BundleError`` with `E_KEY` or `E_SCOPE` when none is left.
    init(_ verified: [SigningKeyRecord], manifest: Manifest) throws(BundleError) {
        let own = verified.filter { $0.member.utf8.elementsEqual(manifest.publisher.name.utf8) }
        guard !own.isEmpty else { throw BundleError(.key, line: 1, .notThePublisher) }
        let timely = own.filter { $0.isValid(at: manifest.created) }
        guard !timely.isEmpty else { throw BundleError(.key, line: 1, .outsideKeyWindow) }
        let counted = timely.filter { $0.scope?.allows(createdAt: manifest.created) ?? true }
        guard !counted.isEmpty else { throw BundleError(.scope, line: 1, .scopeEnded) }
        scopes = counted.map(\.scope)
        ids = Set(counted.map(\.keyID)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether one of the keys may sign a segment of this kind and marking.
    func mayStandFor(_ descriptor: SegmentDescriptor) -> Bool {
        scopes.contains { $0?.allows(kind: descriptor.kind, marking: descriptor.tlp) ?? true }
    }
}
