import Agreements
import BundleFiles
import CanonicalCoding
import CryptoPrimitives
import Exchange
import FeedReading
import Foundation
import Indicators
import LedgerFiles
import NodeStore
import SignedBundles
import Testing
import TransparencyLog

@Suite struct `A hand-over that officers must approve` {
    private let sandbox: Sandbox
    private let stream: String

    init() async throws {
        sandbox = try Sandbox()
        try sandbox.agree { rules in rules[0].duties = ["approve:2:officer"] }
        stream = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        for name in ["kim", "lee"] { try sandbox.node("org.a", .writing).addOfficer(Self.officer(name), passphrase: nil) }
    }

    private static func officer(_ name: String, as role: String = "officer") throws -> Actor {
        try #require(Actor(name: name, role: role, authentication: "key"))
    }

    /// Asks for the hand-over; its name while it waits.
    private func ask(_ piece: String? = nil) throws -> String {
        let error = #expect(throws: TransferError.self) {
            try sandbox.disclose(piece ?? stream, from: "org.a", to: "org.b")
        }
        guard case .held(let name, _)? = error else { throw try #require(error) }
        return name
    }

    @discardableResult
    private func speak(_ name: String, as role: String = "officer", about held: String, approving: Bool = true) throws -> [String]
    {
        let node = try sandbox.node("org.a", .writing)
        node.actor = try Self.officer(name, as: role)
        return try node.speak(
            approving: approving, of: held, justification: "seen", at: sandbox.time, passphrase: { nil })
    }

    @Test func `waits until enough of them have signed, and passes once`() throws {
        let held = try ask()
        #expect(try ask() == held)
        #expect(try sandbox.node("org.a").waitingTransfers(at: sandbox.time).map(\.missing) == [["2 by officer"]])
        #expect(try speak("kim", about: held) == ["1 by officer"])
        #expect(throws: TransferError.spoken(held, by: "kim")) { try speak("kim", about: held) }
        #expect(try ask() == held)
        #expect(try speak("lee", about: held).isEmpty)
        _ = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        let entries = try sandbox.entries("org.a")
        let intent = try #require(entries.last)
        #expect(intent.type == .sendIntent)
        #expect(intent.details[.approvals]?.array?.count == 2)
        #expect(entries.filter { $0.type == .approve }.allSatisfy { $0.index < intent.index })
        #expect(try sandbox.node("org.a").waitingTransfers(at: sandbox.time).isEmpty)
        #expect(try ask() == held)
    }

    @Test func `is stopped by one who rejects it`() throws {
        let held = try ask()
        try speak("kim", about: held, approving: false)
        #expect(throws: TransferError.rejected(held, by: "kim")) { try sandbox.disclose(stream, from: "org.a", to: "org.b") }
        #expect(try sandbox.entries("org.a").contains { $0.type == .reject })
    }

    @Test func `stays rejected whatever becomes of the files`() throws {
        let held = try ask()
        try speak("kim", about: held, approving: false)
        #expect(throws: TransferError.rejected(held, by: "kim")) { try speak("lee", about: held) }
        try FileManager.default.removeItem(atPath: sandbox.home("org.a") + "/ledger/held")
        #expect(throws: TransferError.rejected(held, by: "kim")) { try sandbox.disclose(stream, from: "org.a", to: "org.b") }
    }

    @Test func `passes once, also when its file is put back`() throws {
        let held = try ask()
        for name in ["kim", "lee"] { try speak(name, about: held) }
        let path = sandbox.home("org.a") + "/ledger/held/\(held).json"
        let file = try Data(contentsOf: URL(filePath: path))
        _ = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        try file.write(to: URL(filePath: path))
        #expect(try ask() == held)
        #expect(try sandbox.node("org.a").waitingTransfers(at: sandbox.time).map(\.missing) == [["2 by officer"]])
    }

    @Test func `is another one with other rows, as many and of the same class`() async throws {
        let later = sandbox.time.adding(seconds: 1)
        let two = try await sandbox.publish("value,kind\na.example,host\nb.example,host\n", by: "org.a", at: later).summary.path
        let names = try [0, 1].map { row in
            var list = CutList()
            list.drop(rows: row...row, inSegment: 0)
            return try ask(sandbox.cut(two, by: list, at: later))
        }
        #expect(Set(names).count == 2)
    }

    @Test func `is another one when the own profile shows more, or less`() throws {
        let held = try ask()
        let path = sandbox.home("org.a") + "/disclosure.json"
        let profile = try String(contentsOfFile: path, encoding: .utf8)
        try profile.replacing("900000", with: "900001").write(toFile: path, atomically: false, encoding: .utf8)
        #expect(try ask() != held)
    }

    @Test func `is asked for anew when approvals are a month old`() throws {
        let held = try ask()
        for name in ["kim", "lee"] { try speak(name, about: held) }
        let late = sandbox.time.adding(days: 30)
        #expect(try sandbox.node("org.a").waitingTransfers(at: late.adding(seconds: -1)).map(\.missing) == [[]])
        #expect(try sandbox.node("org.a").waitingTransfers(at: late).map(\.missing) == [["2 by officer"]])
    }

    @Test func `is not approved with a key that was put in the place of an officer's`() throws {
        let held = try ask()
        try speak("kim", about: held)
        let keys = sandbox.home("org.a") + "/keys/officers"
        for suffix in ["", ".pub"] {
            try FileManager.default.removeItem(atPath: "\(keys)/lee.pem\(suffix)")
            try FileManager.default.copyItem(atPath: "\(keys)/kim.pem\(suffix)", toPath: "\(keys)/lee.pem\(suffix)")
        }
        try speak("lee", about: held)
        #expect(try ask() == held)
    }

    @Test func `is not approved by anybody else`() throws {
        let held = try ask()
        #expect(throws: TransferError.noOfficerKey("sam")) { try speak("sam", about: held) }
        #expect(throws: TransferError.otherCapacity("kim", is: "officer")) { try speak("kim", as: "analyst", about: held) }
        try sandbox.node("org.a", .writing).addOfficer(Self.officer("max", as: "analyst"), passphrase: nil)
        #expect(throws: TransferError.roleNotAsked("analyst", asked: ["officer"])) {
            try speak("max", as: "analyst", about: held)
        }
        #expect(throws: TransferError.notHeld("0123456789abcdef")) { try speak("kim", about: "0123456789abcdef") }
        #expect(throws: TransferError.officerExists("kim")) {
            try sandbox.node("org.a", .writing).addOfficer(Self.officer("kim"), passphrase: nil)
        }
    }
}

@Suite struct `What officers must approve before it leaves a node` {
    private let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox()
        try sandbox.amend { document in
            for id in ["own-node", "own-systems"] {
                try document.changeRule(id) { rule in
                    rule["stages"] = id == "own-node" ? ["publish"] : ["export"]
                    rule["duties"] = ["approve:1:officer"]
                }
            }
            var rules = try #require(document["rules"]?.array)
            var others = try #require(rules.first { $0.object?["id"] == "own-node" }?.object)
            others["id"] = "own-rest"
            others["stages"] = ["receive", "query", "retain"]
            others["duties"] = []
            rules.append(.object(others))
            document["rules"] = .array(rules)
        }
        for member in ["org.a", "org.b"] {
            try sandbox.node(member, .writing).addOfficer(
                #require(Actor(name: "kim", role: "officer", authentication: "key")), passphrase: nil)
        }
    }

    private func name(of error: TransferError?) throws -> String {
        guard case .held(let name, _)? = error else { throw try #require(error) }
        return name
    }

    private func approve(_ name: String, at member: String) throws {
        let node = try sandbox.node(member, .writing)
        node.actor = try #require(Actor(name: "kim", role: "officer", authentication: "key"))
        _ = try node.speak(approving: true, of: name, justification: "seen", at: sandbox.time, passphrase: { nil })
    }

    @Test func `is a publication, of which they see every row`() async throws {
        let feed = "value,kind\na.example,host\n+442079460123,phone\n"
        let error = await #expect(throws: TransferError.self) { try await sandbox.publish(feed, by: "org.a") }
        let held = try name(of: error)
        #expect(try sandbox.entries(.publish, at: "org.a").isEmpty)
        #expect(try sandbox.node("org.a").waitingTransfers(at: sandbox.time).map(\.rowCount) == [2])
        let request = PublishRequest(
            group: sandbox.group, feeds: [.bytes(Array(feed.utf8), name: "feed")], options: FeedOptions(), time: sandbox.time)
        func preview() async throws -> PublicationPreview {
            try await Publisher(sandbox.node("org.a", .writing), for: request).preview(request, for: #require(MemberID("org.b")))
        }
        let unseen = await #expect(throws: TransferError.self) { try await preview() }
        #expect(try name(of: unseen) == held)
        try approve(held, at: "org.a")
        #expect(try await !preview().stream.isEmpty)
        let other = await #expect(throws: TransferError.self) {
            try await sandbox.publish("value,kind\nb.example,host\n+442079460123,phone\n", by: "org.a")
        }
        #expect(try name(of: other) != held)
        #expect(try await sandbox.publish(feed, by: "org.a").summary.sequence == 1)
        let decision = try #require(sandbox.entries(.decision, at: "org.a").last)
        #expect(decision.details["record"]?.object?["approvals"]?.object?["given"]?.array?.count == 1)
        let again = await #expect(throws: TransferError.self) {
            try await sandbox.publish(feed, by: "org.a", at: sandbox.time.adding(seconds: 1))
        }
        #expect(again?.code == "APPROVAL_NEEDED")
    }

    @Test func `is an export`() async throws {
        let error = await #expect(throws: TransferError.self) {
            try await sandbox.publish("value,kind\na.example,host\n", by: "org.a")
        }
        try approve(name(of: error), at: "org.a")
        let full = try await sandbox.publish("value,kind\na.example,host\n", by: "org.a").summary.path
        try sandbox.take([full], by: "org.b")
        func export() throws -> Int {
            try StateExport(sandbox.node("org.b", .writing), at: sandbox.time).forEach { _ in }.exported
        }
        let waiting = #expect(throws: TransferError.self) { try export() }
        try approve(name(of: waiting), at: "org.b")
        #expect(try export() == 1)
        #expect(throws: TransferError.self) { try export() }
    }
}

@Suite struct `An agreement at both ends` {
    @Test(arguments: ["truncate:7", "presence"])
    func `lets reduced columns through that its rules ask for`(treatment: String) async throws {
        let sandbox = try Sandbox()
        try sandbox.agree { rules in
            for place in [0, 1] { rules[place].fields = ["core": "clear", "value": treatment] }
        }
        let stream = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        let result = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        _ = try sandbox.take([result.path], by: "org.b")[0].result.get()
        let decision = try #require(sandbox.entries(.decision, at: "org.b").last?.details["record"]?.object)
        let fields = try #require(decision["classes"]?.array?.first?.object?["fields"]?.array)
        let value = try #require(fields.compactMap(\.object).first { $0["column"] == "value" })
        #expect(value["form"] == "reduced")
        #expect(value["shown"]?.string == "value_\(treatment.replacing(":", with: "_"))")
    }

    @Test func `asks for approvals where rows leave, and not where they arrive`() async throws {
        let sandbox = try Sandbox()
        try sandbox.agree { rules in rules[1].duties = ["approve:1:officer"] }
        let stream = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        let result = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        _ = try sandbox.take([result.path], by: "org.b")[0].result.get()
    }

    @Test func `makes the receiver reject what its own decision does not show`() async throws {
        let sandbox = try Sandbox()
        try sandbox.agree { rules in rules[1].fields = ["core": "clear"] }
        let stream = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        let result = try sandbox.disclose(stream, from: "org.a", to: "org.b")
        let outcome = try sandbox.take([result.path], by: "org.b")[0]
        #expect(throws: TransferError.self) { try outcome.result.get() }
        let last = try #require(try sandbox.entries("org.b").last)
        #expect(last.type == .receiveReject)
        #expect(last.details["decision"]?.string?.isEmpty == false)
        #expect(last.details["peer_decision"]?.string?.isEmpty == false)
        #expect(try sandbox.node("org.a", .writing).takeReceipt(#require(outcome.receiptPath)).state == .failed)
        #expect(try sandbox.digest("org.b").summary.claims == 0)
    }

    @Test func `stops every hand-over when one of them suspends every agreement`() async throws {
        let sandbox = try Sandbox()
        let agreement = try sandbox.agree { _ in }
        let stream = try await sandbox.publish(`A hand-over to another member`.feed, by: "org.a").summary.path
        let node = try sandbox.node("org.a", .writing)
        let held = try #require(try NodeAgreements(node)[agreement.digest])
        // The lab's own agreement governs the same group, and would go on.
        for one in try NodeAgreements(node).held {
            _ = try node.say(.suspended, of: one, reason: "under review", at: sandbox.time)
        }
        let error = #expect(throws: TransferError.self) {
            try Disclosure(node, at: sandbox.time).preview(stream, for: held.agreement.parties[1].id)
        }
        #expect(error?.code == "SUSPENDED")
    }
}

/// A rule of a test's agreement: the first is for sending, the second for receiving, the third for everything at home.
struct TrialRule {
    var id: String
    var stages: [String]
    var fields: [String: String]
    var duties: [String] = []

    fileprivate var json: JSONValue {
        [
            "id": .string(id), "clause": "1", "effect": "allow", "stages": .array(stages.map(JSONValue.string)), "from": ["*"],
            "to": ["*"], "types": ["*"], "when": ["tlp_max": "AMBER+STRICT"],
            "fields": .object(JSONObject(fields.map { ($0.key, .string($0.value)) }) ?? JSONObject()),
            "duties": .array(duties.map(JSONValue.string)),
        ]
    }
}

extension Sandbox {
    /// Puts an agreement between org.a and org.b in force, which goes before that of the lab.
    @discardableResult
    func agree(_ edit: (inout [TrialRule]) -> Void) throws -> Agreement {
        let nodes = try ["org.a", "org.b"].map { try node($0, .writing) }
        var rules = [
            TrialRule(id: "facts", stages: ["send"], fields: ["core": "clear", "value": "clear"]),
            TrialRule(id: "taking", stages: ["receive"], fields: ["*": "clear"]),
            TrialRule(id: "own", stages: ["publish", "query", "export", "retain"], fields: ["*": "clear"]),
        ]
        edit(&rules)
        let lab = try NodeAgreements(nodes[0]).held[0].agreement
        var document = try #require(try StrictJSON.parse(lab.bytes).object)
        let names: JSONValue = ["org.a", "org.b"]
        document["id"] = "pair"
        document["mode"] = "bilateral"
        document["parties"] = .array(
            try #require(document["parties"]?.array).filter { ["org.a", "org.b"].contains($0.object?["id"]?.string) })
        var valid = try #require(document["valid"]?.object)
        valid["suspended_by"] = names
        document["valid"] = .object(valid)
        var rights = try #require(document["rights"]?.object)
        rights["answered_by"] = names
        document["rights"] = .object(rights)
        document["rules"] = .array(rules.map(\.json))
        let agreement = try Agreement(parsing: document.canonicalBytes())
        let notes = try nodes.map { try $0.sign(agreement) }
        let note = try SignedNote(text: notes[0].text, signatures: notes.flatMap(\.signatures))
        for node in nodes { try node.activate(agreement, note: note, at: time) }
        return agreement
    }
}
