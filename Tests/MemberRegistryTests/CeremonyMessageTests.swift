import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import Testing

@Suite struct `A document of a key ceremony` {
    private let digest = SHA256.hash("x")

    /// Messages of every round.
    private var messages: [CeremonyMessage] {
        let point = [2] + [UInt8](repeating: 7, count: 32)
        let seen = [digest, digest, digest]
        let envelope = DSSEEnvelope(
            payloadType: CeremonyMessage.payloadType, payload: [1],
            signatures: [.init(keyID: "org.a/0123456789abcdef", bytes: [UInt8](repeating: 1, count: 64))])
        let bodies: [CeremonyMessage.Body] = [
            .commit(digest),
            .reveal(
                .init(points: [point, point], nonce: digest, knowledge: [UInt8](repeating: 3, count: 65), seen: seen)),
            .reveal(.init(points: [point], nonce: digest, knowledge: nil, seen: seen)),
            .deal(sealed: [UInt8](repeating: 9, count: RegistryLimits.sealedShareBytes)),
            .confirm(.init(publicKey: point, shareKey: point, seen: seen + seen)),
            .complain(CeremonyComplaint(culprit: 2, fault: .commitment, messages: [envelope, envelope])),
        ]
        return bodies.map { body in
            var to: UInt8 = 0
            if case .deal = body { to = 3 }
            return CeremonyMessage(epoch: EpochNumber(7), from: 1, to: to, plan: digest, body: body)
        }
    }

    @Test func `is read as it was written, in every round`() throws {
        #expect(messages.map(\.round) == [0, 1, 1, 2, 3, 4])
        for message in messages { #expect(try CeremonyMessage(parsing: message.draft().payload) == message) }
    }

    @Test func `is refused with a blank, a member more or one byte more than is allowed`() throws {
        for message in messages {
            let payload = message.draft().payload
            let more = Array(#"{"a":1,"#.utf8) + payload.dropFirst()
            for bad in [payload + [0x20], more, Array(payload.dropLast())] {
                #expect(throws: RegistryError.self) { try CeremonyMessage(parsing: bad) }
            }
        }
        for (count, isTooLarge) in [
            (RegistryLimits.ceremonyPayloadBytes, false), (RegistryLimits.ceremonyPayloadBytes + 1, true),
        ] {
            let bytes = [UInt8](repeating: 0x31, count: count)
            for read in [
                { _ = try CeremonyMessage(parsing: bytes) }, { _ = try CeremonyPlan(parsing: bytes) },
                { _ = try DestructionStatement(parsing: bytes) },
            ] as [() throws -> Void] {
                let error = #expect(throws: RegistryError.self) { try read() }
                #expect((error?.reason == .tooLarge) == isTooLarge)
            }
        }
    }
}
