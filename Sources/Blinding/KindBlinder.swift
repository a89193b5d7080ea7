internal import CryptoPrimitives
internal import Indicators

/// Makes the match secrets of one kind under the keyed suite: what all its values share is laid out once.
public struct KindBlinder: Sendable {
    private let pepper: HMACKey
    /// What stands before the length of the canonical form.
    private let prefix: [UInt8]

    init(_ kind: IndicatorKind, pepper: HMACKey) {
        self.pepper = pepper
        prefix = Array("SIX1:key".utf8) + MatchInput.label + [UInt8(kind.name.utf8.count)] + Array(kind.name.utf8)
    }

    /// The secret of one canonical value.
    ///
    /// - Throws: ``BlindingError`` with `.canonicalTooLong`.
    public func secret(ofCanonical canonical: Span<UInt8>) throws(BlindingError) -> MatchSecret {
        guard canonical.count <= MatchInput.longestCanonical else { throw .canonicalTooLong(byteCount: canonical.count) }
        return MatchSecret(z: pepper.authenticate(prefix.span, counted: canonical))
    }
}
