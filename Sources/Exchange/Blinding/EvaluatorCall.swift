internal import Blinding
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import MemberRegistry
internal import NodeAPI

/// Asks one evaluator for one message, and believes its answer when signature, digest and proof hold.
struct EvaluatorCall: Sendable {
    let terms: EvaluationTerms
    let transport: any PeerTransport
    /// Waits between two attempts.
    let pause: @Sendable (_ seconds: Int) async throws -> Void

    /// The answer to a part of a batch.
    func answer(
        of evaluator: Evaluator, to blinded: BlindedBatch, _ part: BatchPart, purpose: String
    ) async -> Result<ProvenAnswer, EvaluatorFault> {
        do throws(EvaluatorFault) {
            let (request, body) = try request(to: evaluator, blinded, part, purpose)
            let answer = try await sent(body, to: evaluator)
            return .success(try verified(answer, of: evaluator, to: request, blinded))
        } catch { return .failure(error) }
    }

    @inline(never)
    private func request(
        to evaluator: Evaluator, _ blinded: BlindedBatch, _ part: BatchPart, _ purpose: String
    ) throws(EvaluatorFault) -> (EvaluationRequest, [UInt8]) {
        do {
            let request = try EvaluationRequest(
                epoch: terms.epoch.number, evaluator: evaluator.number, client: terms.member, purpose: purpose, part: part,
                elements: blinded.elements.map(\.bytes))
            let envelope = DSSEEnvelope(payloadType: EvaluationRequest.payloadType, payload: request.payload)
            return (request, try terms.signed(envelope).fileBytes())
        } catch { throw fault(evaluator, .refused(code: "", detail: "the request cannot be made: \(error)")) }
    }

    /// Sends the same bytes until there is an answer: the evaluator answers them once and the same.
    private func sent(_ body: [UInt8], to evaluator: Evaluator) async throws(EvaluatorFault) -> [UInt8] {
        var attempt = 1
        while true {
            let outcome = await outcome(of: body, evaluator)
            guard let wait = outcome.waitSeconds, attempt < Self.attempts else { return try outcome.result.get() }
            attempt += 1
            do { try await pause(wait) } catch { throw fault(evaluator, .silent("the work was broken off")) }
        }
    }

    static let attempts = 4
    private static let longestWaitSeconds = 30

    private struct Outcome {
        let result: Result<[UInt8], EvaluatorFault>
        /// After how long it may be tried again; nothing where that is of no use.
        var waitSeconds: Int?
    }

    private func outcome(of body: [UInt8], _ evaluator: Evaluator) async -> Outcome {
        do throws(PeerFailure) {
            let answer = try await transport.send(PeerRequest(.evaluate, body: .bytes(body)), to: evaluator.member)
            return judged(answer, evaluator)
        } catch {
            let isPassing = [.unreachable, .timeout, .broken].contains(error.reason)
            return Outcome(
                result: .failure(fault(evaluator, .silent(error.description))),
                waitSeconds: isPassing ? Self.firstWaitSeconds : nil)
        }
    }

    private static let firstWaitSeconds = 1

    private func judged(_ answer: PeerAnswer, _ evaluator: Evaluator) -> Outcome {
        guard let problem = answer.problem else { return Outcome(result: .success(answer.bytes)) }
        guard problem.code != "E_QUOTA" else {
            let left = problem.allowance
            return Outcome(result: .failure(fault(evaluator, .quota(remaining: left?.remaining, reset: left?.reset))))
        }
        let refusal = fault(evaluator, .refused(code: problem.code, detail: problem.detail))
        guard problem.passes else { return Outcome(result: .failure(refusal)) }
        let wait = min(max(problem.retryAfterSeconds ?? Self.firstWaitSeconds, 1), Self.longestWaitSeconds)
        return Outcome(result: .failure(refusal), waitSeconds: wait)
    }

    @inline(never)
    private func verified(
        _ bytes: [UInt8], of evaluator: Evaluator, to request: EvaluationRequest, _ blinded: BlindedBatch
    ) throws(EvaluatorFault) -> ProvenAnswer {
        let response = try response(bytes, evaluator)
        guard response.answers(request) else { throw fault(evaluator, .dishonest(code: "E_BATCH")) }
        do throws(VOPRFError) {
            return try ProvenAnswer(
                response.elements, response.proof, of: evaluator.number, publicKey: evaluator.publicKey, for: blinded)
        } catch {
            switch error {
            case .element, .infinity: throw fault(evaluator, .dishonest(code: "E_ELEMENT"))
            case .count: throw fault(evaluator, .dishonest(code: "E_BATCH"))
            default: throw fault(evaluator, .dishonest(code: "E_PROOF"))
            }
        }
    }

    private func response(_ bytes: [UInt8], _ evaluator: Evaluator) throws(EvaluatorFault) -> EvaluationResponse {
        guard bytes.count <= CallLimits.evaluationBytes, let envelope = try? DSSEEnvelope(parsing: bytes),
            envelope.payloadType == EvaluationResponse.payloadType
        else { throw fault(evaluator, .dishonest(code: "E_ENVELOPE")) }
        guard let signers = try? terms.registry.signers(of: envelope, at: terms.time), signers.contains(evaluator.member) else {
            throw fault(evaluator, .dishonest(code: "E_KEY"))
        }
        do throws(EvaluationMessageError) { return try EvaluationResponse(parsing: envelope.payload) } catch {
            throw fault(evaluator, .dishonest(code: "E_BATCH"))
        }
    }

    private func fault(_ evaluator: Evaluator, _ reason: EvaluatorFault.Reason) -> EvaluatorFault {
        EvaluatorFault(evaluator: evaluator.number, member: evaluator.member, reason: reason)
    }
}
