import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import Sealing
import Testing

@Suite("A party that cheats in a key ceremony")
struct CheatingTests {
    private func expect(
        _ verdict: CeremonyVerdict, _ fault: CeremonyComplaint.Fault, _ standing: CeremonyVerdict.Standing,
        in fixture: CeremonyFixture, seenBy index: Int
    ) throws {
        #expect(verdict.culprit.name == "org.b" && verdict.fault == fault && verdict.standing == standing)
        #expect(!fixture.secretIsThere(index), "what the party kept secret is erased")
        #expect(!Directory.exists(fixture.parties[index].paths.share(of: fixture.epoch)))
        // The third hears of it and stops too.
        let complaint = try #require(try fixture.open(index).ownComplaint)
        let third = try fixture.verdict(2, taking: [complaint.envelope])
        #expect(third.blamed.name == "org.b" && third.standing == standing)
        #expect(throws: CeremonyError.aborted(third)) { try fixture.step(2) { try $0.commit() } }
        #expect(try fixture.open(2).standing.step == .aborted)
    }

    @Test("Two different commitments of one party name it")
    func equivocation() throws {
        let fixture = try CeremonyFixture()
        let commits = try fixture.commitAll()
        let second = try fixture.forged(commits[1]) { _, body in body["commit"] = .string(SHA256.hash("other").hex) }
        try expect(fixture.verdict(0, taking: [second]), .equivocation, .proven, in: fixture, seenBy: 0)
    }

    @Test("Points that were changed after the commitment name the party")
    func changedPoints() throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.commitAll()
        let reveal = try fixture.step(1) { try $0.reveal() }
        let forged = try fixture.forged(reveal) { _, body in
            let points = try #require(body["points"]?.array)
            body["points"] = .array([points[1], points[0]])
        }
        try expect(fixture.verdict(0, taking: [forged]), .commitment, .proven, in: fixture, seenBy: 0)
    }

    @Test("A proof of knowledge that does not hold names the party", arguments: [true, false])
    func knowledge(isAnothers: Bool) throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.commitAll()
        let reveal = try fixture.step(1) { try $0.reveal() }
        let other = try fixture.step(2) { try $0.reveal() }
        let forged = try fixture.forged(reveal) { _, body in
            guard case .reveal(let anothers) = other.message.body, let proof = anothers.knowledge else { return }
            body["pok"] = .string(isAnothers ? Hex.encode(proof) : String(repeating: "ff", count: 65))
        }
        try expect(fixture.verdict(0, taking: [forged]), .knowledge, .proven, in: fixture, seenBy: 0)
    }

    @Test("A value that is not that of the points names the dealer", arguments: ["zero", "other", "short", "to another"])
    func dealt(what: String) throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.commitAll()
        _ = try fixture.revealAll()
        let files = try (0..<3).flatMap { try fixture.step($0) { try $0.deal() } }
        let honest = try #require(files.first { $0.message.from == 2 && $0.message.to == 1 })
        let forged = try fixture.forged(honest) { _, body in
            let recipient = fixture.parties[what == "to another" ? 2 : 0]
            let value = what == "short" ? [1, 2, 3] : [UInt8](repeating: what == "zero" ? 0 : 7, count: 32)
            let keys = [try SealingRecipient(bytes: try X25519.publicKey(of: recipient.sealing))]
            body["sealed"] = .string(Base64.encode(try SealedFile.seal(value, to: keys)))
        }
        let third = try #require(files.first { $0.message.from == 3 && $0.message.to == 1 })
        _ = try fixture.step(0) { try $0.take([forged, third.envelope]) }
        var ceremony = try fixture.open(0)
        var told: CeremonyVerdict?
        do { _ = try ceremony.finish() } catch CeremonyError.aborted(let verdict) { told = verdict }
        try expect(#require(told), .share, .alleged, in: fixture, seenBy: 0)
    }

    @Test("A share that was dealt to another party is not taken")
    func anotherRecipient() throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.commitAll()
        _ = try fixture.revealAll()
        let files = try fixture.step(1) { try $0.deal() }
        let others = try #require(files.first { $0.message.to == 3 })
        #expect(throws: CeremonyError.otherRecipient(fixture.parties[2].member)) { try fixture.take(0, [others]) }
        // The same for this party, but with the bytes that were sealed to the other: its own signature names it.
        let forged = try fixture.forged(others) { object, _ in object["to"] = 1 }
        let third = try fixture.step(2) { try $0.deal() }
        _ = try fixture.step(0) { try $0.take([forged, #require(third.first { $0.message.to == 1 }).envelope]) }
        var ceremony = try fixture.open(0)
        var told: CeremonyVerdict?
        do { _ = try ceremony.finish() } catch CeremonyError.aborted(let verdict) { told = verdict }
        #expect(told?.culprit.name == "org.b" && told?.fault == .share)
    }

    @Test("Keys that do not follow from what was revealed name who confirms them, and the share is erased")
    func keys() throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.commitAll()
        _ = try fixture.revealAll()
        _ = try fixture.dealAll()
        _ = try fixture.step(0) { try $0.finish() }
        let said = try fixture.step(1) { try $0.finish() }
        let forged = try fixture.forged(said) { _, body in body["pk"] = body["share"] }
        try expect(fixture.verdict(0, taking: [forged]), .keys, .proven, in: fixture, seenBy: 0)
    }

    @Test("Messages of another epoch, another attempt, another signer or this party's own name are refused and change nothing")
    func strangers() throws {
        let fixture = try CeremonyFixture()
        for index in 0..<3 { _ = try fixture.begin(index) }
        let commit = try fixture.step(1) { try $0.commit() }
        let own = try fixture.step(0) { try $0.commit() }
        let member = fixture.parties[1].member
        let cases: [(CeremonyError, DSSEEnvelope)] = [
            (.otherEpoch(EpochNumber(6)), try fixture.forged(commit) { object, _ in object["epoch"] = 6 }),
            (.otherPlan(member), try fixture.forged(commit) { _, body in body["plan"] = .string(SHA256.hash("x").hex) }),
            (.signature(member), try fixture.forged(commit, by: 2) { _, _ in }),
            (.notOwn, try fixture.forged(own) { _, body in body["commit"] = .string(SHA256.hash("x").hex) }),
        ]
        for (error, envelope) in cases {
            #expect(throws: error) { try fixture.step(0) { _ = try $0.take([envelope]) } }
        }
        let late = try Ceremony(
            opening: fixture.parties[0].paths, of: fixture.epoch,
            on: fixture.terms(0, at: CeremonyFixture.time.adding(days: 31)))
        var opened = late
        #expect(throws: CeremonyError.signature(member)) { _ = try opened.take([commit.envelope]) }
        #expect(try fixture.open(0).standing.missing.map(\.name) == ["org.b", "org.c"])
    }

    @Test("Who reveals before all have committed is refused, in one call too")
    func early() throws {
        let fixture = try CeremonyFixture()
        for index in 0..<3 { _ = try fixture.begin(index) }
        let commits = try (0..<3).map { try fixture.step($0) { try $0.commit() } }
        try fixture.take(1, commits)
        let early = try fixture.step(1) { try $0.reveal() }
        let names = fixture.parties.map(\.member)
        #expect(throws: CeremonyError.tooEarly(round: 1, from: names[1], missing: [names[2]])) {
            try fixture.take(0, [early, commits[1]])
        }
        // The rounds decide in which order files are taken, not how they are named.
        try fixture.take(0, [early, commits[2]])
    }

    @Test("What was said in an attempt that was given up means nothing in the next")
    func replay() throws {
        let fixture = try CeremonyFixture()
        _ = try fixture.commitAll()
        let reveal = try fixture.step(1) { try $0.reveal() }
        let next = try CeremonyFixture.plan(fixture.epoch, fixture.parties.map(\.member))
        try fixture.open(0).abandon()
        _ = try fixture.begin(0, plan: next)
        #expect(throws: CeremonyError.otherPlan(fixture.parties[1].member)) { try fixture.take(0, [reveal]) }
    }

    @Test("Who tells two parties different things is found when they compare")
    func splitView() throws {
        let fixture = try CeremonyFixture()
        for index in 0..<3 { _ = try fixture.begin(index) }
        let commits = try (0..<3).map { try fixture.step($0) { try $0.commit() } }
        let other = try fixture.forged(commits[1]) { _, body in body["commit"] = .string(SHA256.hash("x").hex) }
        try fixture.take(0, commits)
        try fixture.step(2) { _ = try $0.take([commits[0].envelope, other]) }
        let reveal = try fixture.step(2) { try $0.reveal() }
        let names = fixture.parties.map(\.member)
        #expect(throws: CeremonyError.differentView(by: names[2], of: names[1], round: 0)) { try fixture.take(0, [reveal]) }
        let verdict = try fixture.verdict(0, taking: [other])
        #expect(verdict.culprit == names[1] && verdict.fault == .equivocation && verdict.standing == .proven)
    }

    @Test("Who contradicts itself or complains when all have confirmed does not have the others erase their shares")
    func tooLate() throws {
        let fixture = try CeremonyFixture()
        let said = try fixture.run()
        let second = try fixture.forged(said[1]) { _, body in body["pk"] = body["share"] }
        let complaint = CeremonyMessage(
            epoch: fixture.epoch, from: 2, plan: fixture.plan.digest,
            body: .complain(CeremonyComplaint(culprit: 3, fault: .view, messages: [said[2].envelope])))
        let party = fixture.parties[1]
        let kid = KeyName.kid(of: party.signing.publicKey.bytes)
        let late = try complaint.draft().signed(as: KeyName.keyID(member: party.member.name, kid: kid)) {
            try party.signing.sign($0)
        }
        for envelope in [second, late] {
            #expect(throws: CeremonyError.complete(fixture.epoch)) { try fixture.step(0) { _ = try $0.take([envelope]) } }
        }
        #expect(Directory.exists(fixture.parties[0].paths.share(of: fixture.epoch)))
        #expect(try fixture.open(0).standing.step == .complete)
    }

    @Test("A complaint whose messages do not show it names who complained")
    func falseComplaint() throws {
        let fixture = try CeremonyFixture()
        let commits = try fixture.commitAll()
        let complaint = CeremonyMessage(
            epoch: fixture.epoch, from: 3, plan: fixture.plan.digest,
            body: .complain(
                CeremonyComplaint(culprit: 2, fault: .equivocation, messages: [commits[1].envelope, commits[1].envelope])))
        let party = fixture.parties[2]
        let kid = KeyName.kid(of: party.signing.publicKey.bytes)
        let envelope = try complaint.draft().signed(as: KeyName.keyID(member: party.member.name, kid: kid)) {
            try party.signing.sign($0)
        }
        let verdict = try fixture.verdict(0, taking: [envelope])
        #expect(verdict.standing == .refuted && verdict.blamed == party.member)
    }
}
