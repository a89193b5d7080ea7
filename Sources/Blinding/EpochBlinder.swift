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

/// Secrets that evaluators' answers gave before, as a cache keeps them.
public protocol EvaluatedSecrets: Sendable {
    /// The secret of an input, by the bytes of ``MatchInput``; nothing for one that was never evaluated here.
    func secret(of input: [UInt8]) -> MatchSecret?
}

/// Makes the match secrets of one epoch: those that follow from the pepper alone, and those that evaluators' answers gave before.
public struct EpochBlinder: Sendable {
    /// The epoch whose tags these are.
    public let epoch: EpochNumber
    /// Which suite serves which kind.
    public let suites: SuiteTable
    private let pepperKey: HMACKey
    private let evaluated: (any EvaluatedSecrets)?

    /// A pepper has this many bytes.
    public static let pepperByteCount = 32

    /// Takes the epoch's secret.
    ///
    /// - Parameter evaluated: what evaluators' answers gave before; without it, kinds they serve have no secrets here.
    /// - Throws: ``BlindingError`` with `.pepperLength`.
    public init(
        epoch: EpochNumber, suites: SuiteTable, pepper: SecretBytes, evaluated: (any EvaluatedSecrets)? = nil
    ) throws(BlindingError) {
        guard pepper.count == Self.pepperByteCount else { throw .pepperLength(byteCount: pepper.count) }
        self.epoch = epoch
        self.suites = suites
        self.evaluated = evaluated
        pepperKey = pepper.withBytes { HMACKey($0) }
    }

    /// The secret of one canonical value.
    ///
    /// - Throws: ``BlindingError``; `.needsEvaluators` for a value that evaluators have yet to evaluate.
    public func secret(of kind: IndicatorKind, canonical: Span<UInt8>) throws(BlindingError) -> MatchSecret {
        try blinder(of: kind).secret(ofCanonical: canonical)
    }

    /// The maker of secrets of one kind, for many values.
    ///
    /// - Throws: ``BlindingError``; `.needsEvaluators` for a kind that evaluators serve, where nothing they answered is kept.
    public func blinder(of kind: IndicatorKind) throws(BlindingError) -> KindBlinder {
        switch try suites.suite(of: kind) {
        case .keyed: return KindBlinder(kind, pepper: pepperKey)
        case .thresholdVOPRF:
            guard let evaluated else { throw .needsEvaluators(kind) }
            return KindBlinder(kind, evaluated: evaluated)
        }
    }

    /// The secret of one input.
    ///
    /// - Throws: ``BlindingError``; `.needsEvaluators` for an input that evaluators have yet to evaluate.
    public func secret(of input: MatchInput) throws(BlindingError) -> MatchSecret {
        guard try suites.suite(of: input.kind) == .keyed else {
            guard let secret = evaluated?.secret(of: input.bytes) else { throw .needsEvaluators(input.kind) }
            return secret
        }
        var stream = pepperKey.begin()
        stream.update("SIX1:key")
        stream.update(input.bytes)
        return MatchSecret(z: stream.finalize())
    }

    /// Whether the secret of an input has to be had from evaluators first.
    ///
    /// - Throws: ``BlindingError`` for a kind that the epoch does not serve.
    public func needsEvaluation(_ input: MatchInput) throws(BlindingError) -> Bool {
        try suites.suite(of: input.kind) == .thresholdVOPRF && evaluated?.secret(of: input.bytes) == nil
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
