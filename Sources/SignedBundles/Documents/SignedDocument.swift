internal import CanonicalCoding
internal import Indicators
internal import MemberRegistry

/// A document beside a bundle whose signatures were verified: its value and the keys that signed.
struct SignedDocument {
    let value: JSONValue
    private let signers: [SigningKeyRecord]

    /// Opens an envelope.
    ///
    /// - Throws: ``BundleError`` with `E_ENVELOPE`, `E_LIMIT`, `E_KEY`, `E_SIG` or `E_MANIFEST`.
    init(_ envelope: DSSEEnvelope, type: String, keys: any KeyDirectory) throws(BundleError) {
        guard envelope.payloadType.utf8.elementsEqual(type.utf8) else { throw BundleError(.envelope, .payloadType) }
        guard envelope.payload.count <= BundleLimits.standard.manifestBytes else {
            throw BundleError(.limit, .payloadTooLong)
        }
        do {
            signers = try PublisherKeys.verified(envelope, keys: keys)
        } catch {
            throw error.at(line: 0)
        }
        do {
            value = try StrictJSON.parseCanonical(envelope.payload)
        } catch {
            throw BundleError(error, otherwise: .manifest, .documentShape)
        }
    }

    /// Demands that a key of a member signed, in its window. A key with a scope speaks of some rows only, never for a
    /// whole chain.
    ///
    /// - Throws: ``BundleError`` with `E_KEY` or `E_SCOPE`.
    func requireSigner(_ member: MemberID, at time: Timestamp) throws(BundleError) {
        let own = signers.filter { $0.member.utf8.elementsEqual(member.name.utf8) }
        guard !own.isEmpty else { throw BundleError(.key, .notThePublisher) }
        let timely = own.filter { $0.isValid(at: time) }
        guard !timely.isEmpty else { throw BundleError(.key, .outsideKeyWindow) }
        guard timely.contains(where: { $0.scope == nil }) else { throw BundleError(.scope, .outsideKeyScope) }
    }
}
