import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Indicators
import MemberRegistry
import Testing

@Suite("What was asked blindly")
struct BlindAuditTests {
    private let now = EvaluatorTrial.start.adding(days: 1)
    private let trial: EvaluatorTrial
    private let batch: BlindedBatch
    private let request: EvaluationRequest

    init() throws {
        trial = try EvaluatorTrial()
        let inputs = try (0..<12).map { try MatchInput(kind: .phone, canonical: "+44207946\(1_000 + $0)".utf8.span) }
        batch = try BlindedBatch(inputs, secret: .random(count: 32))
        request = try trial.request(elements: batch.elements.map(\.bytes))
        _ = try trial.evaluator().answer(trial.envelope(request), from: request.client, under: trial.standing(), at: now)
    }

    private func challenge(elements: Int = 4, draw: (Int) -> Int = { Int.random(in: 0..<$0) }) throws -> BlindChallenge? {
        try BlindAudit.challenge(
            request.client, of: trial.epoch.number, by: 1, in: trial.home(of: 1).paths, elements: elements, at: now, draw: draw)
    }

    private func opening(_ challenge: BlindChallenge, of places: [Int]? = nil) -> BatchOpening {
        BatchOpening(
            challenge: challenge.envelope().payloadDigest, request: request.payload,
            elements: (places ?? challenge.indexes).map { place in
                BatchOpening.Element(
                    index: UInt32(place), input: batch.inputs[place].bytes,
                    blind: batch.blind(at: place).withBytes { span in span.indices.map { span[$0] } })
            })
    }

    private func findings(_ opening: BatchOpening, to challenge: BlindChallenge) throws -> [BlindAudit.Finding] {
        try BlindAudit.findings(of: opening, to: challenge, digest: challenge.envelope().payloadDigest)
    }

    @Test("is opened where the record says, and is what was evaluated", arguments: [1, 4, 12, 64])
    func opened(elements: Int) throws {
        let challenge = try #require(try challenge(elements: elements))
        #expect(challenge.indexes.count == min(elements, 12) && challenge.count == 12)
        let read = try BatchOpening(parsing: opening(challenge).payload)
        let found = try findings(read, to: challenge)
        #expect(found.count == challenge.indexes.count)
        for finding in found {
            #expect(finding.isTrue)
            #expect(finding.input?.bytes == batch.inputs[finding.index].bytes)
        }
    }

    @Test("cannot be opened as something else")
    func otherInput() throws {
        let challenge = try #require(try challenge(elements: 2))
        let honest = opening(challenge)
        let lie = try MatchInput(kind: .phone, canonical: "+442079460000".utf8.span)
        for blind in [honest.elements[0].blind, [UInt8](repeating: 7, count: 32), [UInt8](repeating: 0, count: 32)] {
            let forged = BatchOpening.Element(index: honest.elements[0].index, input: lie.bytes, blind: blind)
            let opening = BatchOpening(
                challenge: honest.challenge, request: honest.request, elements: [forged, honest.elements[1]])
            #expect(try findings(opening, to: challenge).map(\.isTrue) == [false, true])
        }
    }

    @Test("is no answer when it opens other elements, another request, or answers another challenge")
    func otherAnswers() throws {
        let challenge = try #require(try challenge(elements: 2) { $0 == 12 ? Int.random(in: 0..<6) : 0 })
        #expect(throws: BlindAuditFault.missing) { try findings(opening(challenge, of: [7, 9]), to: challenge) }
        #expect(throws: BlindAuditFault.missing) { try findings(opening(challenge, of: [challenge.indexes[0]]), to: challenge) }
        let honest = opening(challenge)
        let other = try trial.request(batch: 9, elements: batch.elements.map(\.bytes)).payload
        #expect(throws: BlindAuditFault.otherRequest) {
            try findings(BatchOpening(challenge: honest.challenge, request: other, elements: honest.elements), to: challenge)
        }
        #expect(throws: BlindAuditFault.otherChallenge) {
            try findings(BatchOpening(challenge: .zero, request: honest.request, elements: honest.elements), to: challenge)
        }
    }

    @Test("is drawn from nobody who asked nothing")
    func nobody() throws {
        let found = try BlindAudit.challenge(
            EvaluatorTrial.member("org.beta"), of: trial.epoch.number, by: 1, in: trial.home(of: 1).paths, elements: 4, at: now
        ) { _ in 0 }
        #expect(found == nil)
    }

    @Test("is challenged by the evaluator alone, in its own words")
    func challenges() throws {
        let challenge = try #require(try challenge())
        let signed = try EvaluatorTrial.signed(challenge.envelope(), as: "org.one", 11)
        #expect(try BlindChallenge(verifying: signed, of: trial.epoch, under: trial.registry) == challenge)
        let other = try EvaluatorTrial.signed(challenge.envelope(), as: "org.two", 12)
        #expect(throws: RegistryError.self) { try BlindChallenge(verifying: other, of: trial.epoch, under: trial.registry) }
        for indexes in [[], [2, 1], [3, 3], [12]] {
            let bad = BlindChallenge(
                epoch: challenge.epoch, evaluator: 1, member: challenge.member, batch: challenge.batch, first: 0, count: 12,
                request: challenge.request, indexes: indexes, time: now)
            #expect(throws: RegistryError.self) { try BlindChallenge(parsing: bad.envelope().payload) }
        }
    }

    @Test("is opened in a form of which every byte counts")
    func form() throws {
        let payload = opening(try #require(try challenge())).payload
        for end in [0, 4, 5, 36, 40, payload.count - 1] {
            #expect(throws: EvaluationMessageError.self) { try BatchOpening(parsing: Array(payload[..<end])) }
        }
        #expect(throws: EvaluationMessageError.trailing) { try BatchOpening(parsing: payload + [0]) }
    }
}
