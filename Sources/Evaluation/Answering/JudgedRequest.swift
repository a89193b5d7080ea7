internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MemberRegistry

/// A request that may be answered, as far as that can be told from it, the registry and the epoch alone.
struct JudgedRequest: Sendable {
    let request: EvaluationRequest
    /// SHA-256 of the payload.
    let digest: Digest256
    let held: EvaluatorStanding.HeldShare
    let allowance: EvaluationAllowance
    /// The registry in force, which says whose owner is whose.
    let registry: VerifiedRegistry

    /// Judges in the order that the protocol names; the first no ends it.
    ///
    /// - Throws: ``EvaluationRefusal``.
    init(
        _ bytes: [UInt8], from caller: MemberID, under standing: EvaluatorStanding, _ limits: EvaluationLimits, at time: Timestamp
    ) throws(EvaluationRefusal) {
        guard bytes.count <= limits.requestBytes else { throw .tooLong(limitBytes: limits.requestBytes) }
        let envelope = try Self.envelope(bytes)
        try Self.requireSigner(caller, of: envelope, under: standing.registry, at: time)
        let request = try Self.request(envelope.payload)
        guard request.client == caller else { throw .client }
        guard let held = standing.shares[request.epoch] else { throw .unknownEpoch }
        guard request.evaluator == held.share.evaluator else { throw .evaluator }
        guard held.epoch.acceptsBundles(at: time) else { throw .closedEpoch }
        self.request = request
        key = KeptAnswers.key(request.client, request.part, held.share)
        digest = envelope.payloadDigest
        registry = standing.registry
        self.held = held
        allowance = EvaluationAllowance(of: caller, at: standing.member, in: held.epoch, under: standing.registry)
    }

    private static func envelope(_ bytes: [UInt8]) throws(EvaluationRefusal) -> DSSEEnvelope {
        guard let envelope = try? DSSEEnvelope(parsing: bytes), envelope.payloadType == EvaluationRequest.payloadType else {
            throw .envelope
        }
        return envelope
    }

    private static func requireSigner(
        _ caller: MemberID, of envelope: DSSEEnvelope, under registry: VerifiedRegistry, at time: Timestamp
    ) throws(EvaluationRefusal) {
        guard !registry.isExpired(at: time), let signers = try? registry.signers(of: envelope, at: time), signers.contains(caller)
        else { throw .signature }
        guard registry.roles(of: caller).contains(where: \.asksEvaluators) else { throw .role }
    }

    private static func request(_ payload: [UInt8]) throws(EvaluationRefusal) -> EvaluationRequest {
        do throws(EvaluationMessageError) { return try EvaluationRequest(parsing: payload) } catch { throw .form(error) }
    }

    /// The name of what is asked for.
    let key: Digest256
}

extension MemberRole {
    /// Whether whoever is this publishes or looks up; the others hold no pepper, and nothing to ask about.
    var asksEvaluators: Bool {
        switch self {
        case .platform, .vendor, .bank, .telecom, .lawEnforcement, .regulator, .ngo: true
        case .evaluator, .hub, .witness, .mirror: false
        }
    }
}
