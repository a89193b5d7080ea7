public import CryptoPrimitives
public import Indicators

/// Where match secrets come from. The keyed suite answers at once; a suite with evaluators asks others,
/// which is why this waits and takes many at a time.
public protocol MatchSecretSource: Sendable {
    /// The secrets of the inputs, in their order.
    ///
    /// - Throws: ``BlindingError``; nothing is given unless all succeed.
    func secrets(of inputs: [MatchInput]) async throws(BlindingError) -> [MatchSecret]
}

/// Makes the match secrets of one epoch that follow from the pepper alone.
public struct EpochBlinder: Sendable {
    /// The epoch whose tags these are.
    public let epoch: EpochNumber
    /// Which suite serves which kind.
    public let suites: SuiteTable
    private let pepperKey: HMACKey

    /// A pepper has this many bytes.
    public static let pepperByteCount = 32

    /// Takes the epoch's secret.
    ///
    /// - Throws: ``BlindingError`` with `.pepperLength`.
    public init(epoch: EpochNumber, suites: SuiteTable, pepper: SecretBytes) throws(BlindingError) {
        guard pepper.count == Self.pepperByteCount else { throw .pepperLength(byteCount: pepper.count) }
        self.epoch = epoch
        self.suites = suites
        pepperKey = pepper.withBytes { HMACKey($0) }
    }

    /// The secret of one canonical value under the keyed suite.
    ///
    /// - Throws: ``BlindingError``; `.needsEvaluators` for a kind that this epoch serves by VOPRF.
    public func secret(of kind: IndicatorKind, canonical: Span<UInt8>) throws(BlindingError) -> MatchSecret {
        try blinder(of: kind).secret(ofCanonical: canonical)
    }

    /// The maker of secrets of one kind under the keyed suite, for many values.
    ///
    /// - Throws: ``BlindingError``; `.needsEvaluators` for a kind that this epoch serves by VOPRF.
    public func blinder(of kind: IndicatorKind) throws(BlindingError) -> KindBlinder {
        guard try suites.suite(of: kind) == .keyed else { throw .needsEvaluators(kind) }
        return KindBlinder(kind, pepper: pepperKey)
    }

    /// The secret of one input under the keyed suite.
    ///
    /// - Throws: ``BlindingError``; `.needsEvaluators` for a kind that this epoch serves by VOPRF.
    public func secret(of input: MatchInput) throws(BlindingError) -> MatchSecret {
        guard try suites.suite(of: input.kind) == .keyed else { throw .needsEvaluators(input.kind) }
        var stream = pepperKey.begin()
        stream.update("SIX1:key")
        stream.update(input.bytes)
        return MatchSecret(z: stream.finalize())
    }

    /// `z` of the output that evaluators' answers gave: `HMAC(pepper, "SIX1:pep" ‖ y)`.
    ///
    /// It is what a cache keeps: tag, lock key and everybody's proof of possession follow from it.
    public func evaluatedSecret(of output: Digest256) -> Digest256 {
        var stream = pepperKey.begin()
        stream.update("SIX1:pep")
        stream.update(output.bytes)
        return stream.finalize()
    }

    /// What the epoch document says of its pepper: `H("SIX1:ppd" ‖ pepper)`.
    public static func pepperDigest(of pepper: SecretBytes) -> Digest256 {
        var hash = SHA256()
        hash.update("SIX1:ppd")
        pepper.withBytes { hash.update($0) }
        return hash.finalize()
    }
}

extension EpochBlinder: MatchSecretSource {
    /// - Throws: ``BlindingError``.
    public func secrets(of inputs: [MatchInput]) async throws(BlindingError) -> [MatchSecret] {
        var secrets: [MatchSecret] = []
        secrets.reserveCapacity(inputs.count)
        for input in inputs { secrets.append(try secret(of: input)) }
        return secrets
    }
}
