import Blinding
import CryptoPrimitives
import Indicators
import TestVectors
import Testing

@Suite struct `A message of evaluators` {
    private static let part = BatchPart(batch: Array(0..<16), first: 8_192)

    private func share() throws -> EvaluatorShare {
        let bytes = SecretBytes(copying: [UInt8](repeating: 7, count: 32))
        return try #require(EvaluatorShare(bytes, of: 2))
    }

    private func elements(_ count: Int) throws -> [[UInt8]] {
        let element = try share().publicKey.bytes
        return Array(repeating: element, count: count)
    }

    private func request(_ count: Int = 3, purpose: String = "fraud") throws -> EvaluationRequest {
        let client = try #require(MemberID("org.a"))
        let elements = try elements(count)
        return try EvaluationRequest(
            epoch: EpochNumber(106), evaluator: 2, client: client, purpose: purpose, part: Self.part, elements: elements)
    }

    private func response() throws -> EvaluationResponse {
        let (share, request) = (try share(), try request())
        return EvaluationResponse(try share.evaluate(request.elements), to: request)
    }

    @Test func `is laid out byte for byte as the protocol says`() throws {
        let request = try request(1)
        let head: [UInt8] =
            Array("SIXQ".utf8) + [1, 0, 0, 0, 106, 2, 5] + Array("org.a".utf8) + [5] + Array("fraud".utf8) + Array(0..<16)
        #expect(request.payload == head + [0, 0, 32, 0, 0, 0, 0, 1] + request.elements[0])
        let response = try response()
        let start: [UInt8] = Array("SIXR".utf8) + [1, 0, 0, 0, 106, 2] + Array(0..<16) + [0, 0, 32, 0, 0, 0, 0, 3]
        #expect(response.payload.starts(with: start))
        #expect(response.payload.count == start.count + 3 * 33 + 64 + 32)
        #expect(response.payload.suffix(32) == ArraySlice(SHA256.hash(try self.request().payload).bytes))
    }

    @Test func `reads as it was written`() throws {
        let (request, response) = (try request(), try response())
        #expect(try EvaluationRequest(parsing: request.payload) == request)
        #expect(try EvaluationResponse(parsing: response.payload) == response)
        #expect(response.answers(request))
        #expect(try !response.answers(self.request(purpose: "other")))
    }

    @Test func `is refused when it is cut short anywhere or goes on`() throws {
        let (request, response) = (try request().payload, try response().payload)
        for count in 0..<request.count {
            #expect(throws: EvaluationMessageError.self) { try EvaluationRequest(parsing: Array(request[..<count])) }
        }
        for count in 0..<response.count {
            #expect(throws: EvaluationMessageError.self) { try EvaluationResponse(parsing: Array(response[..<count])) }
        }
        #expect(throws: EvaluationMessageError.trailing) { try EvaluationRequest(parsing: request + [0]) }
        #expect(throws: EvaluationMessageError.trailing) { try EvaluationResponse(parsing: response + [0]) }
        #expect(throws: EvaluationMessageError.beginning) { try EvaluationRequest(parsing: response) }
    }

    @Test func `has at least one element and at most as many as are allowed`() throws {
        let (full, tooMany) = (BlindedBatch.largestCount, BlindedBatch.largestCount + 1)
        #expect(try EvaluationRequest(parsing: request(full).payload).elements.count == full)
        #expect(throws: EvaluationMessageError.count(0)) { try request(0) }
        #expect(throws: EvaluationMessageError.count(tooMany)) { try request(tooMany) }
        var payload = try request(1).payload
        let place = payload.count - 33 - 4
        payload.replaceSubrange(place..<place + 4, with: [0, 0, 32, 1])
        #expect(throws: EvaluationMessageError.count(tooMany)) { try EvaluationRequest(parsing: payload) }
        #expect(throws: EvaluationMessageError.tooLong(EvaluationRequest.limitBytes + 1)) {
            try EvaluationRequest(parsing: Array(repeating: 0, count: EvaluationRequest.limitBytes + 1))
        }
    }

    @Test(arguments: [
        ("a", true), (String(repeating: "p", count: 64), true), (String(repeating: "p", count: 65), false), ("", false),
        ("a b", false), ("é", false),
    ])
    func `says a purpose of 1 to 64 visible letters`(purpose: String, isPurpose: Bool) {
        #expect(((try? request(purpose: purpose)) != nil) == isPurpose)
    }
}
