internal import CryptoPrimitives
internal import Indicators

/// Makes the match secrets of one kind under the keyed suite: what all its values share is hashed once.
public struct KindBlinder: Sendable {
    private let start: HMACStream

    init(_ kind: IndicatorKind, pepper: HMACKey) {
        var stream = pepper.begin()
        stream.update("SIX1:key")
        stream.update(MatchInput.label)
        stream.update(byte: UInt8(kind.name.utf8.count))
        stream.update(kind.name.utf8.span)
        start = stream
    }

    /// The secret of one canonical value.
    ///
    /// - Throws: ``BlindingError`` with `.canonicalTooLong`.
    public func secret(ofCanonical canonical: Span<UInt8>) throws(BlindingError) -> MatchSecret {
        guard canonical.count <= MatchInput.longestCanonical else { throw .canonicalTooLong(byteCount: canonical.count) }
        var stream = start
        stream.update(byte: UInt8(truncatingIfNeeded: canonical.count >> 8))
        stream.update(byte: UInt8(truncatingIfNeeded: canonical.count))
        stream.update(canonical)
        return MatchSecret(z: stream.finalize())
    }
}
