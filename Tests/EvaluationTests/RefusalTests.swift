import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Indicators
import MemberRegistry
import Testing

@Suite("An evaluator refuses")
struct RefusalTests {
    private let now = EvaluatorTrial.start.adding(days: 1)

    private func code(
        _ trial: EvaluatorTrial, _ bytes: [UInt8], from caller: String = "org.alpha", at time: Timestamp? = nil,
        limits: EvaluationLimits = .standard
    ) throws -> String? {
        let evaluator = try trial.evaluator(limits: limits)
        let code = try refusalCode {
            _ = try evaluator.answer(
                bytes, from: EvaluatorTrial.member(caller), under: trial.standing(), at: time ?? now)
        }
        if code != nil { #expect(try evaluator.totals(of: trial.epoch.number, under: trial.registry).isEmpty) }
        return code
    }

    @Test("a request one byte past the limit, and takes one at it")
    func size() throws {
        let trial = try EvaluatorTrial()
        let bytes = try trial.envelope(trial.request())
        var limits = EvaluationLimits.standard
        limits.requestBytes = bytes.count - 1
        #expect(try code(trial, bytes, limits: limits) == "E_LIMIT")
        limits.requestBytes = bytes.count
        #expect(try code(trial, bytes, limits: limits) == nil)
    }

    @Test("what is no envelope of a request")
    func envelopes() throws {
        let trial = try EvaluatorTrial()
        let payload = try trial.request().payload
        let other = try EvaluatorTrial.signed(
            DSSEEnvelope(payloadType: EvaluationResponse.payloadType, payload: payload), as: "org.alpha", 14)
        for bytes in [[], Array("{}".utf8), other.fileBytes(), payload] { #expect(try code(trial, bytes) == "E_ENVELOPE") }
    }

    @Test("a request that its client did not sign, with a key that signs now, on its own connection")
    func keys() throws {
        let trial = try EvaluatorTrial()
        let request = try trial.request()
        var flipped = try DSSEEnvelope(parsing: try trial.envelope(request))
        let signature = flipped.signatures[0]
        flipped = DSSEEnvelope(
            payloadType: flipped.payloadType, payload: flipped.payload,
            signatures: [.init(keyID: signature.keyID, bytes: signature.bytes.dropLast() + [signature.bytes[63] ^ 1])])
        let refused: [(bytes: [UInt8], caller: String)] = [
            (flipped.fileBytes(), "org.alpha"), (try trial.envelope(request, key: 15), "org.alpha"),
            (try trial.envelope(request, key: 99), "org.alpha"), (try trial.envelope(request, signer: "org.beta"), "org.beta"),
            (try trial.envelope(request), "org.beta"), (try trial.envelope(request), "org.nobody"),
            (try trial.envelope(trial.request(of: "org.hub")), "org.hub"),
            (try trial.envelope(trial.request(of: "org.two")), "org.two"),
        ]
        for (bytes, caller) in refused { #expect(try code(trial, bytes, from: caller) == "E_KEY") }
        // A bank that also evaluates has a role that asks.
        #expect(try code(trial, trial.envelope(trial.request(of: "org.beta")), from: "org.beta") == nil)
    }

    @Test("everything under a registry that has expired")
    func expiredRegistry() throws {
        let trial = try EvaluatorTrial()
        let bytes = try trial.envelope(trial.request())
        #expect(try code(trial, bytes, at: trial.registry.document.expires) == "E_KEY")
        #expect(try code(trial, bytes, at: trial.registry.document.expires.adding(seconds: -1)) == nil)
    }

    @Test("a payload that is not of the form, or for another evaluator")
    func forms() throws {
        let trial = try EvaluatorTrial()
        let payload = try trial.request().payload
        for wrong in [payload + [0], Array(payload.dropLast()), Array("SIXR".utf8) + payload.dropFirst(4)] {
            let envelope = DSSEEnvelope(payloadType: EvaluationRequest.payloadType, payload: wrong)
            #expect(try code(trial, EvaluatorTrial.signed(envelope, as: "org.alpha", 14).fileBytes()) == "E_BATCH")
        }
        #expect(try code(trial, trial.envelope(trial.request(to: 2))) == "E_BATCH")
    }

    @Test("an epoch that is not listed, and one before it opens or from its end on")
    func epochs() throws {
        let trial = try EvaluatorTrial()
        #expect(try code(trial, trial.envelope(trial.request(epoch: 107))) == "E_EPOCH")
        let bytes = try trial.envelope(trial.request())
        let open = trial.epoch.document.times
        #expect(try code(trial, bytes, at: open.publishFrom.adding(seconds: -1)) == "E_EPOCH")
        #expect(try code(trial, bytes, at: open.publishFrom) == nil)
    }

    @Test("a message in which one element is none, whole")
    func elements() throws {
        let trial = try EvaluatorTrial()
        let good = try #require(Hex.decode(trial.vector.cases[0].blinded))
        let decodings = try trial.vector.element_decoding.map { (bytes: try #require(Hex.decode($0.hex)), isGood: $0.ok) }
        for (bytes, isGood) in decodings where bytes.count == good.count {
            let request = try trial.request(batch: isGood ? 1 : 2, elements: [good, bytes, good])
            #expect(try code(trial, trial.envelope(request)) == (isGood ? nil : "E_ELEMENT"))
            if isGood { break }
        }
        #expect(decodings.contains { $0.bytes.count == good.count && !$0.isGood })
    }

    @Test("a message of more than 8,192 elements, by its form, and evaluates one of 8,192 at the limit of size")
    func counts() throws {
        let trial = try EvaluatorTrial()
        let element = try #require(Hex.decode(trial.vector.cases[0].blinded))
        let most = BlindedBatch.largestCount
        #expect(throws: EvaluationMessageError.count(most + 1)) { try trial.request(count: most + 1) }
        // The longest request of all: the longest names, and sixteen signatures.
        let request = try EvaluationRequest(
            epoch: trial.epoch.number, evaluator: 1, client: EvaluatorTrial.member(String(repeating: "a", count: 63)),
            purpose: String(repeating: "p", count: 64), part: BatchPart(batch: [UInt8](repeating: 0, count: 16), first: .max),
            elements: [[UInt8]](repeating: element, count: most))
        let signatures = (0..<16).map { _ in
            DSSEEnvelope.Signature(keyID: String(repeating: "k", count: 80), bytes: [UInt8](repeating: 1, count: 64))
        }
        let envelope = DSSEEnvelope(
            payloadType: EvaluationRequest.payloadType, payload: request.payload, signatures: signatures)
        #expect(envelope.fileBytes().count <= EvaluationLimits.standard.requestBytes)
    }
}
