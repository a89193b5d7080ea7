import Agreements
import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import Testing
import TransparencyLog

@Suite struct `Signatures of an agreement` {
    @Test func `are over name, version and digest`() throws {
        let agreement = try AgreementVectors.example("bilateral.json")
        let text = String(decoding: AgreementNote.text(for: agreement), as: UTF8.self)
        let digest = Base64.encode(agreement.digest.bytes)
        #expect(text == "scam-exchange-agreement/v1\nplatform-vendor 1\nsha256 \(digest)\n")
    }

    @Test func `are put together, each once, in one order`() throws {
        let parties = try Signatures()
        let (first, second) = (try parties.byPlatform, try parties.byVendor)
        let both = try AgreementNote.combined([first, second, first])
        #expect(both == (try AgreementNote.combined([second, both])))
        #expect(both.signatures.map(\.keyName) == ["platform.example/agree", "vendor.example/agree"])
        #expect(try parties.signed(first).missing.map(\.name) == ["vendor.example"])
        #expect(try parties.signed(both).missing == [])
        let other = try AgreementVectors.example("hub.json")
        let stranger = try Signatures.note(AgreementNote.text(for: other), [("hub.example/agree", parties.platform)])
        #expect(try refusal { _ = try AgreementNote.combined([first, stranger]) }?.reason == .differentAgreements)
        #expect(try refusal { _ = try AgreementNote.combined([]) }?.reason == .tooFew)
        #expect(try refusal { _ = try parties.signed(stranger) }?.reason == .noteText)
    }

    @Test(arguments: [
        ("2026-05-31T23:59:59Z", false), ("2026-06-01T00:00:00Z", true), ("2026-12-31T23:59:59Z", true),
        ("2027-01-01T00:00:00Z", false),
    ])
    func `count while the registry says the key speaks for its member`(moment: String, counts: Bool) throws {
        let parties = try Signatures()
        let signed = try parties.signed(parties.byVendor, at: Signatures.time(moment))
        #expect(signed.signers.isEmpty != counts)
    }

    @Test(arguments: [(KeyUse.sign, KeyStatus.active), (.log, .active), (.agree, .retired), (.agree, .compromised)])
    func `do not count by keys of another use or without force`(use: KeyUse, status: KeyStatus) throws {
        let parties = try Signatures(vendorUse: use, vendorStatus: status)
        #expect(try parties.signed(parties.byVendor).signers.isEmpty)
    }

    @Test func `of one party never stand for another`() throws {
        let parties = try Signatures()
        let text = AgreementNote.text(for: parties.agreement)
        let borrowed = try Signatures.note(
            text, [("vendor.example/agree", parties.platform), ("platform.example/sign", parties.platform)])
        #expect(try parties.signed(borrowed).signers.isEmpty)
    }

    @Test func `that are wrong make the whole note wrong`() throws {
        let parties = try Signatures()
        let good = try parties.byVendor
        let bad = NoteSignature(
            keyName: good.signatures[0].keyName, keyID: good.signatures[0].keyID, payload: [UInt8](repeating: 1, count: 64))
        let note = try SignedNote(text: good.text, signatures: [try parties.byPlatform.signatures[0], bad])
        #expect(try refusal { _ = try parties.signed(note) }?.reason == .note)
    }
}

@Suite struct `The standing of an agreement` {
    private func standing(_ notes: [SignedNote], _ parties: Signatures, activated: Timestamp? = nil, words: [Suspension] = [])
        throws
        -> AgreementStanding
    {
        AgreementStanding(try parties.signed(try AgreementNote.combined(notes)), activated: activated, words: words)
    }

    @Test func `goes from draft to the end`() throws {
        let parties = try Signatures()
        let agreement = parties.agreement
        let now = Signatures.now
        let vendor = try #require(MemberID("vendor.example"))
        #expect(AgreementStanding().status(of: agreement, at: now) == .draft)
        let first = try standing([parties.byPlatform], parties)
        #expect(first.status(of: agreement, at: now) == .partlySigned(missing: [vendor]))
        let notes = [try parties.byPlatform, try parties.byVendor]
        #expect(try standing(notes, parties).status(of: agreement, at: now) == .signed)
        let active = try standing(notes, parties, activated: now)
        #expect(active.status(of: agreement, at: now.adding(seconds: -1)) == .signed)
        #expect(active.status(of: agreement, at: now) == .active)
        #expect(active.status(of: agreement, at: agreement.end.adding(seconds: -1)) == .active)
        #expect(active.status(of: agreement, at: agreement.end) == .expired)
    }

    @Test func `follows the latest word of each party`() throws {
        let parties = try Signatures()
        let vendor = try #require(MemberID("vendor.example"))
        func word(_ state: Suspension.State, _ second: Int64) -> Suspension {
            Suspension(
                agreement: parties.agreement.digest, by: vendor, state: state, since: Signatures.now.adding(seconds: second),
                reason: "a test")
        }
        let notes = [try parties.byPlatform, try parties.byVendor]
        let start = Signatures.keysBegin
        let stopped = try standing(notes, parties, activated: start, words: [word(.suspended, 10)])
        #expect(stopped.status(of: parties.agreement, at: Signatures.now.adding(seconds: 9)) == .active)
        #expect(stopped.status(of: parties.agreement, at: Signatures.now.adding(seconds: 10)) == .suspended(by: [vendor]))
        for words in [[word(.suspended, 10), word(.resumed, 20)], [word(.resumed, 20), word(.suspended, 10)]] {
            #expect(try standing(notes, parties, activated: start, words: words).suspensions.isEmpty)
        }
        let together = try standing(notes, parties, activated: start, words: [word(.suspended, 10), word(.resumed, 10)])
        #expect(together.suspensions.count == 1)
    }

    @Test func `changes by the word of a party alone`() throws {
        let parties = try Signatures()
        let agreement = parties.agreement
        func word(by name: String) throws -> Suspension {
            try Suspension(agreement: agreement.digest, by: #require(MemberID(name)), since: Signatures.now, reason: "a test")
        }
        let own = try word(by: "vendor.example")
        #expect(try Suspension(parsing: own.canonicalBytes()) == own)
        let note = try Signatures.note(own.noteText, [("vendor.example/agree", parties.vendor)])
        #expect(throws: Never.self) { try own.verify(note, for: agreement, registry: parties.registry, at: Signatures.now) }
        let forged = try Signatures.note(own.noteText, [("vendor.example/agree", parties.platform)])
        #expect(
            try refusal { try own.verify(forged, for: agreement, registry: parties.registry, at: Signatures.now) }?.reason
                == .keyName)
        let stranger = try word(by: "police.example")
        let theirs = try Signatures.note(stranger.noteText, [("police.example/agree", parties.vendor)])
        let error = try refusal { try stranger.verify(theirs, for: agreement, registry: parties.registry, at: Signatures.now) }
        #expect(error?.reason == .notAParty)
        #expect(
            try refusal { try own.verify(theirs, for: agreement, registry: parties.registry, at: Signatures.now) }?.reason
                == .noteText)
    }

    @Test func `of a version goes over to the next one that names it`() throws {
        let parties = try Signatures()
        let old = parties.agreement
        let value = try StrictJSON.parse(old.bytes)
        let second = AgreementVectors.changed(value, at: ["version"], to: 2)
        let next = try Agreement(
            parsing: AgreementVectors.changed(second, at: ["supersedes"], to: .string(old.digest.hex)).canonicalBytes())
        let note = try Signatures.note(AgreementNote.text(for: next), [("vendor.example/agree", parties.vendor)])
        let signed = try SignedAgreement(next, note: note, registry: parties.registry, at: Signatures.now)
        #expect(signed.mayReplace(old))
        #expect(!signed.mayReplace(next))
    }
}
