import Agreements
import CanonicalCoding
import Exchange
import Foundation
import Indicators
import LedgerFiles
import Testing
import TransparencyLog
import NodeStore
import CryptoPrimitives

extension Sandbox {
    /// The agreement activated last at a home.
    func agreement(at member: String = "org.a") throws -> HeldAgreement {
        try #require(NodeAgreements(node(member)).named("lab"))
    }

    /// The version after the one in force, with changes; nobody has signed it.
    func nextAgreement(_ edit: (inout JSONObject) throws -> Void = { _ in }) throws -> Agreement {
        let current = try agreement().agreement
        var document = try #require(StrictJSON.parse(current.bytes).object)
        document["version"] = .integer(current.version + 1)
        document["supersedes"] = .string(current.digest.hex)
        try edit(&document)
        return try Agreement(parsing: JSONValue.object(document).canonicalBytes())
    }

    /// One note with the signatures of members.
    func note(over agreement: Agreement, by members: [String]) throws -> SignedNote {
        try AgreementNote.combined(members.map { try node($0, .writing).sign(agreement) })
    }

    /// Has every party sign and activate a changed version.
    @discardableResult
    func amend(at time: Timestamp? = nil, _ edit: (inout JSONObject) throws -> Void) throws -> Agreement {
        let next = try nextAgreement(edit)
        let members = next.parties.map(\.id.name)
        let note = try note(over: next, by: members)
        for member in members { try node(member, .writing).activate(next, note: note, at: time ?? self.time) }
        return next
    }

    /// The entries of a type in a member's log, in order.
    func entries(_ type: EntryType, at member: String) throws -> [LedgerRecord] {
        var found: [LedgerRecord] = []
        try node(member).ledger().forEach { (record) throws(LedgerError) in if record.type == type { found.append(record) } }
        return found
    }
}

extension JSONObject {
    /// Changes one rule of an agreement's document.
    mutating func changeRule(_ id: String, _ edit: (inout JSONObject) -> Void) throws {
        var rules = try #require(self["rules"]?.array)
        let place = try #require(rules.firstIndex { $0.object?["id"] == .string(id) })
        var rule = try #require(rules[place].object)
        edit(&rule)
        rules[place] = .object(rule)
        self["rules"] = .array(rules)
    }

    /// Changes a member that is an object.
    mutating func change(_ name: String, _ edit: (inout JSONObject) -> Void) throws {
        var object = try #require(self[name]?.object)
        edit(&object)
        self[name] = .object(object)
    }

    /// Adds a rule that denies.
    mutating func deny(_ types: [String], at stages: [String]) throws {
        var rules = try #require(self["rules"]?.array)
        rules.append([
            "id": "no", "clause": "test", "effect": "deny", "stages": .array(stages.map { .string($0) }), "from": ["*"],
            "to": ["*"], "types": .array(types.map { .string($0) }), "when": [:], "fields": [:], "duties": [],
        ])
        self["rules"] = .array(rules)
    }
}

extension Sandbox {
    /// Changes one line of a home's settings.
    func setting(_ name: String, to value: String, at member: String) throws {
        let path = home(member) + "/settings.toml"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        let changed = lines.map { $0.hasPrefix(name + " =") ? "\(name) = \(value)" : String($0) }
        try changed.joined(separator: "\n").write(toFile: path, atomically: false, encoding: .utf8)
    }
}
