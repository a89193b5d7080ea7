import CanonicalCoding
import CryptoPrimitives
import Exchange
import Foundation
import MemberRegistry
import SignedBundles
import Testing

/// A record of two judgements: a split and the join that takes it back.
@Suite struct `The record of judgements` {
    private static let reported = "j.o.e@gmail.com"
    private static let asked = "joe@gmail.com"

    private func sandbox(_ acts: [JudgementDocument.Act] = [.split, .join]) async throws -> Sandbox {
        let sandbox = try Sandbox()
        for member in ["org.a", "org.b"] {
            try await sandbox.publishAddresses([Self.reported], by: member)
            for act in acts { try sandbox.judge(act, Self.asked, .value(Self.reported), by: member) }
        }
        return sandbox
    }

    private func judgements(of sandbox: Sandbox) throws -> NodeJudgements {
        try NodeJudgements(sandbox.node("org.a"), at: sandbox.time)
    }

    @Test func `has the last word of each pair in force`() async throws {
        let sandbox = try await sandbox()
        #expect(try judgements(of: sandbox).all.map(\.standing) == [.replaced, .inForce])
        #expect(try judgements(of: sandbox).all.map(\.judgement.document.act) == [.split, .join])
        try sandbox.writeJudgements(sandbox.judgementLines("org.a").reversed(), of: "org.a")
        #expect(try !sandbox.ask(Self.asked, at: "org.a").isKnown, "the order of the file decides")
    }

    @Test func `counts no line that a crash cut short, and goes on after it`() async throws {
        let sandbox = try await sandbox()
        let lines = try sandbox.judgementLines("org.a")
        let cuts = [0, 1, 2, lines[1].count / 2, lines[1].count - 2, lines[1].count - 1]
        for count in cuts {
            try sandbox.writeJudgements([lines[0], Array(lines[1].prefix(count))], of: "org.a")
            #expect(try judgements(of: sandbox).all.map(\.standing) == [.inForce], "\(count) bytes")
            #expect(try !sandbox.ask(Self.asked, at: "org.a").isKnown, "\(count) bytes")
            try sandbox.judge(.join, Self.asked, .value(Self.reported), by: "org.a")
            #expect(try sandbox.judgementLines("org.a") == lines, "\(count) bytes: the same words give the same line")
        }
    }

    /// What may have become of the second line, and what is said of it.
    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case rubbish = "no JSON"
        case empty = "an empty line"
        case signature = "another signature"
        case payload = "another payload under the old signature"
        case stranger = "the judgement of another member's node"
        case ghost = "a judgement that another member signed in this member's name"
        case otherType = "another document of this node"

        var testDescription: String { rawValue }

        var fault: JudgementError.LineFault {
            switch self {
            case .rubbish, .empty: .envelope
            case .signature, .payload: .refused(.signature)
            case .stranger: .otherNode
            case .ghost: .refused(.key)
            case .otherType: .refused(.envelope)
            }
        }

        func line(_ sandbox: Sandbox) throws -> [UInt8] {
            let good = try sandbox.judgementLines("org.a")[1]
            let envelope = try DSSEEnvelope(parsing: good)
            let signature = try #require(envelope.signatures.first)
            switch self {
            case .rubbish: return Array("{\"payload\"\n".utf8)
            case .empty: return [UInt8(ascii: "\n")]
            case .signature:
                let flipped = signature.bytes.enumerated().map { $0.offset == 3 ? $0.element ^ 1 : $0.element }
                return DSSEEnvelope(
                    payloadType: envelope.payloadType, payload: envelope.payload,
                    signatures: [.init(keyID: signature.keyID, bytes: flipped)]
                ).fileBytes()
            case .payload:
                let text = String(decoding: envelope.payload, as: UTF8.self).replacing("two people", with: "one person")
                return DSSEEnvelope(
                    payloadType: envelope.payloadType, payload: Array(text.utf8), signatures: envelope.signatures
                ).fileBytes()
            case .stranger: return try sandbox.judgementLines("org.b")[1]
            case .ghost:
                let keys = try sandbox.node("org.b").keys()
                let keyID = try #require(try DSSEEnvelope(parsing: sandbox.judgementLines("org.b")[1]).signatures.first?.keyID)
                let unsigned = DSSEEnvelope(payloadType: envelope.payloadType, payload: envelope.payload)
                return try unsigned.signed(as: keyID) { try keys.signing.sign($0) }.fileBytes()
            case .otherType:
                return try NodeChains(sandbox.node("org.a"), at: sandbox.time).heads(for: sandbox.group).fileBytes()
            }
        }
    }

    @Test(arguments: Damage.allCases)
    func `is refused with the number of a line that this node did not write`(damage: Damage) async throws {
        let sandbox = try await sandbox()
        let lines = try sandbox.judgementLines("org.a")
        try sandbox.writeJudgements([lines[0], damage.line(sandbox), lines[1]], of: "org.a")
        let error = JudgementError.badLine(2, damage.fault)
        #expect(throws: error) { try judgements(of: sandbox) }
        #expect(throws: error) { try sandbox.ask(Self.asked, at: "org.a") }
        #expect(throws: error) { try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.a") }
        #expect("\(error)".contains("line 2"))
    }

    @Test func `has 4,096 judgements at most`() async throws {
        let sandbox = try await sandbox()
        let lines = try sandbox.judgementLines("org.a")
        let almost = [[UInt8]](repeating: lines[0], count: JudgementLimits.judgements - 1)
        try sandbox.writeJudgements(almost, of: "org.a")
        #expect(try sandbox.judge(.join, Self.asked, .value(Self.reported), by: "org.a").judgement?.line == 4_096)
        #expect(throws: JudgementError.tooManyJudgements) {
            try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.a")
        }
        try sandbox.writeJudgements(almost + [lines[1], lines[0]], of: "org.a")
        #expect(throws: JudgementError.tooManyJudgements) { try judgements(of: sandbox) }
    }

    @Test func `has 8 MiB at most`() async throws {
        let sandbox = try await sandbox([.split])
        let line = try sandbox.judgementLines("org.a")[0]
        let rest = [UInt8](repeating: UInt8(ascii: "{"), count: JudgementLimits.recordBytes - line.count)
        try sandbox.writeJudgements([line, rest], of: "org.a")
        #expect(try judgements(of: sandbox).all.count == 1)
        try sandbox.writeJudgements([line, rest + [UInt8(ascii: "{")]], of: "org.a")
        #expect(throws: JudgementError.recordTooLong) { try judgements(of: sandbox) }
    }

    @Test func `takes no reason that is empty or too long`() async throws {
        let sandbox = try await sandbox([])
        for why in ["", String(repeating: "a", count: 1_001)] {
            #expect(throws: JudgementError.why) {
                try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.a", why: why)
            }
        }
        try sandbox.judge(.split, Self.asked, .value(Self.reported), by: "org.a", why: String(repeating: "a", count: 1_000))
        #expect(try judgements(of: sandbox).all.count == 1)
    }

    @Test(arguments: [(Int64(-1), NodeJudgements.Standing.setAside, true), (1, .inForce, false)])
    func `sets aside what was judged after the key was in wrong hands`(
        seconds: Int64, standing: NodeJudgements.Standing, isKnown: Bool
    ) async throws {
        let sandbox = try await sandbox([.split])
        let keyID = try #require(try DSSEEnvelope(parsing: sandbox.judgementLines("org.a")[0]).signatures.first?.keyID)
        try sandbox.changeRegistry(at: ["org.a"], time: sandbox.time.adding(seconds: 20)) { registry in
            var editing = RegistryEditing(after: registry, issued: registry.issued)
            let isRevoked = editing.revoke(keyID, compromisedSince: sandbox.time.adding(seconds: seconds))
            #expect(isRevoked)
            registry.members = editing.document.members
        }
        #expect(try judgements(of: sandbox).all.map(\.standing) == [standing])
        #expect(try sandbox.explainAliases(of: Self.asked, at: "org.a").leads.isEmpty != isKnown)
    }
}
