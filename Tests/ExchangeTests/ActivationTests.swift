import Agreements
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators
import MemberRegistry
import Testing
import TransparencyLog

@Suite struct `An activation` {
    private let members = ["org.a", "org.b"]

    private func sandbox() throws -> Sandbox { try Sandbox(["org.a:platform", "org.b:vendor"]) }

    private func refusal(_ sandbox: Sandbox, _ edit: (inout JSONObject) throws -> Void) throws -> AgreeingError? {
        let next = try sandbox.nextAgreement(edit)
        let note = try sandbox.note(over: next, by: members)
        return #expect(throws: AgreeingError.self) {
            try sandbox.node("org.a", .writing).activate(next, note: note, at: sandbox.time)
        }
    }

    private func key(_ key: Ed25519PrivateKey, of member: String) throws -> JSONValue {
        .string(try NoteKey(name: "\(member)/agree", algorithm: .ed25519, publicKey: key.publicKey).text)
    }

    private func give(_ key: JSONValue, to member: String, in document: inout JSONObject) throws {
        let parties = try #require(document["parties"]?.array).map { party -> JSONValue in
            guard var object = party.object, object["id"] == .string(member) else { return party }
            object["keys"] = ["agree": key]
            return .object(object)
        }
        document["parties"] = .array(parties)
    }

    @Test func `refuses a group that the registry does not have`() throws {
        let sandbox = try sandbox()
        let group = try #require(GroupID("elsewhere"))
        #expect(try refusal(sandbox) { $0["groups"] = ["elsewhere", "lab"] } == .unknownGroup(group))
        #expect(try sandbox.agreement().agreement.version == 1)
    }

    @Test func `refuses a key that the registry never listed, and says whose`() throws {
        let sandbox = try sandbox()
        let stranger = try key(Ed25519PrivateKey(), of: "org.b")
        let party = try #require(MemberID("org.b"))
        let error = try refusal(sandbox) { try give(stranger, to: "org.b", in: &$0) }
        #expect(error == .otherKey(party))
        #expect(error?.description.contains("org.b") == true)
        let next = try sandbox.nextAgreement { try give(stranger, to: "org.b", in: &$0) }
        #expect(throws: Never.self) { try sandbox.node("org.a").requireOwnKeyListed(in: next) }
        #expect(throws: AgreeingError.otherKey(party)) { try sandbox.node("org.b").requireOwnKeyListed(in: next) }
    }

    @Test func `takes a document whose key was the member's at signing and has been replaced since`() throws {
        let sandbox = try sandbox()
        let party = try #require(MemberID("org.b"))
        let old = try #require(try sandbox.node("org.a").registry().member(party)?.keys.first { $0.use == .agree })
        let fresh = try Ed25519PrivateKey()
        let entry = MemberKey(
            use: .agree, algorithm: .ed25519, publicKey: fresh.publicKey.bytes, notBefore: old.notBefore, notAfter: old.notAfter)
        let retired = MemberKey(
            use: .agree, algorithm: .ed25519, publicKey: old.publicKey, notBefore: old.notBefore, notAfter: old.notAfter,
            status: .retired)
        try sandbox.changeRegistry(at: ["org.a"], time: sandbox.time) { document in
            document.members = document.members.map { member in
                guard member.id == party else { return member }
                let others = member.keys.filter { $0.use != .agree }
                return MemberEntry(id: party, roles: member.roles, keys: others + [retired, entry])
            }
        }
        let next = try sandbox.nextAgreement { $0["title"] = "Second" }
        let text = AgreementNote.text(for: next)
        let own = try sandbox.note(over: next, by: ["org.a"])
        let other = try NoteSigner(name: AgreementNote.keyName(of: party), privateKey: fresh).signature(for: text)
        let note = try SignedNote(text: text, signatures: own.signatures + [other])
        try sandbox.node("org.a", .writing).activate(next, note: note, at: sandbox.time)
        #expect(try sandbox.agreement().agreement == next)
    }
}

@Suite struct `Two agreements of one group` {
    @Test func `among the same number of parties are decided by the lower name, and the other says so`() throws {
        let sandbox = try Sandbox(["org.a:platform", "org.b:vendor"])
        let first = try sandbox.agree { _ in }
        let lab = try #require(GroupID("lab"))
        let entries = try AgreementReview(sandbox.node("org.a"), at: sandbox.time).entries
        #expect(entries.map(\.agreement.id) == ["lab", "pair"])
        #expect(entries.map(\.warnings) == [[], [.yields(to: "lab", in: [lab])]])
        #expect(first.id == "pair")
    }

    @Test func `among fewer and more parties are no reason to warn`() throws {
        let sandbox = try Sandbox()
        try sandbox.agree { _ in }
        let entries = try AgreementReview(sandbox.node("org.a"), at: sandbox.time).entries
        #expect(entries.count == 2)
        #expect(entries.allSatisfy { $0.warnings.isEmpty })
    }
}
