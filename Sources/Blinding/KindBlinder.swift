internal import CryptoPrimitives
internal import Indicators

/// Makes the match secrets of one kind: what all its values share is laid out once.
public struct KindBlinder: Sendable {
    private enum Source {
        /// The pepper, and what stands before the length of the canonical form.
        case pepper(HMACKey, prefix: [UInt8])
        /// What evaluators' answers gave.
        case evaluated(any EvaluatedSecrets)
    }

    private let kind: IndicatorKind
    private let source: Source

    init(_ kind: IndicatorKind, pepper: HMACKey) {
        self.kind = kind
        let prefix = Array("SIX1:key".utf8) + MatchInput.label + [UInt8(kind.name.utf8.count)] + Array(kind.name.utf8)
        source = .pepper(pepper, prefix: prefix)
    }

    init(_ kind: IndicatorKind, evaluated: any EvaluatedSecrets) {
        self.kind = kind
        source = .evaluated(evaluated)
    }

    /// The secret of one canonical value.
    ///
    /// - Throws: ``BlindingError`` with `.canonicalTooLong`; `.needsEvaluators` for a value that evaluators have yet to evaluate.
    public func secret(ofCanonical canonical: Span<UInt8>) throws(BlindingError) -> MatchSecret {
        guard canonical.count <= MatchInput.longestCanonical else { throw .canonicalTooLong(byteCount: canonical.count) }
        switch source {
        case .pepper(let pepper, let prefix): return MatchSecret(z: pepper.authenticate(prefix.span, counted: canonical))
        case .evaluated(let evaluated):
            let input = try MatchInput(kind: kind, canonical: canonical)
            guard let secret = evaluated.secret(of: input.bytes) else { throw .needsEvaluators(kind) }
            return secret
        }
    }
}
