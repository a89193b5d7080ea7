import Agreements
import CanonicalCoding
import Testing

@Suite struct `The review of an agreement` {
    private func changed(_ name: String, _ changes: [([JSONValue], JSONValue)]) throws -> Agreement {
        let value = try StrictJSON.parse(AgreementVectors.example(name).bytes)
        let document = changes.reduce(value) { AgreementVectors.changed($0, at: $1.0, to: $1.1) }
        return try Agreement(parsing: document.canonicalBytes())
    }

    private func rule(_ id: String, _ members: [(String, JSONValue)] = []) -> JSONValue {
        let plain: JSONValue = [
            "id": .string(id), "clause": "9", "effect": "allow", "stages": ["send"], "from": ["*"], "to": ["*"], "types": ["*"],
            "when": [:], "fields": ["core": "clear", "value": "clear"], "duties": [],
        ]
        return members.reduce(plain) { AgreementVectors.changed($0, at: [.string($1.0)], to: $1.1) }
    }

    private func codes(_ agreement: Agreement, at time: Timestamp? = nil) -> Set<LintFinding.Code> {
        Set(agreement.lint(at: time ?? agreement.valid.from, knowing: AgreementVectors.words).map(\.code))
    }

    @Test func `names rules that decide nothing`() throws {
        let rules: JSONValue = .array([
            rule("wide"),
            rule("narrow", [("types", ["url"]), ("fields", ["core": "clear", "value": "clear", "note": "clear"])]),
            rule("hiding", [("fields", ["*": "keyed"])]),
            rule("no", [("effect", "deny"), ("fields", [:]), ("types", ["btc", "url"])]),
            rule("nobody", [("when", ["country_in": ["FR"]])]), rule("people", [("when", ["subject_in": ["victim"]])]),
            rule("danger", [("when", ["emergency": true]), ("fields", ["core": "clear", "value": "keyed"])]),
            rule("twice", [("duties", ["attribute", "anonymise_source"])]), rule("long", [("duties", ["retain:P9Y"])]),
            rule("odd", [("fields", ["colour": "clear", "note": "keyed"])]),
        ])
        let found = try codes(changed("bilateral.json", [(["rules"], rules)]))
        let expected: Set<LintFinding.Code> = [
            .alwaysDenied, .widerInVain, .neverFires, .protectedInVain, .emergencyInVain, .contradictoryDuties,
            .retentionAboveLongest,
            .columnUnknown, .keyedColumn, .reducedCore, .retainUnnamed,
        ]
        #expect(found.isSuperset(of: expected), "missing: \(expected.subtracting(found))")
    }

    @Test func `names what the law lacks`() throws {
        let agreement = try changed(
            "bilateral.json",
            [
                (["legal", 0, "recipient_classes"], ["bank"]), (["legal", 1, "direction"], "receive"),
                (["legal", 0, "transfer"], ""),
                (["legal", 0, "until"], "2027-01-01T00:00:00Z"), (["legal", 0, "from"], "2026-07-01T00:00:00Z"),
                (["legal", 0, "lia"], "pending"), (["rules", 1, "when"], ["legal_in": ["ie-interests"]]),
            ])
        let expected: Set<LintFinding.Code> = [
            .legalMissing, .transferMissing, .legalLapses, .legalGap, .assessmentPending, .ruleOutlivesBasis, .legalUnused,
        ]
        let found = codes(agreement)
        #expect(found.isSuperset(of: expected), "missing: \(expected.subtracting(found))")
    }

    @Test func `names dates that do not fit`() throws {
        let agreement = try changed(
            "hub.json",
            [
                (["valid", "review_by"], "2029-01-01T00:00:00Z"), (["valid", "suspended_by"], ["bank.example"]),
                (["vocab", "schema"], .string(String(repeating: "0", count: 64))),
            ])
        #expect(codes(agreement).isSuperset(of: [.reviewLate, .suspensionOneSided, .vocabularyUnknown]))
        #expect(!codes(agreement, at: agreement.end.adding(seconds: -1)).contains(.lapsed))
        #expect(codes(agreement, at: agreement.end).contains(.lapsed))
    }

    @Test func `names columns that nobody thought of`() throws {
        let rules: JSONValue = .array([rule("only", [("fields", ["value": "clear"])])])
        let agreement = try changed("bilateral.json", [(["rules"], rules), (["retention", "entries", 0, "types"], ["phone"])])
        let findings = agreement.lint(at: agreement.valid.from, knowing: AgreementVectors.words)
        #expect(findings.contains { $0.code == .columnUnnamed && $0.names == ["note"] })
        #expect(findings.contains { $0.code == .coreUnnamed && $0.names == ["only"] })
        #expect(findings.contains { $0.code == .retentionMissing })
        #expect(findings.allSatisfy { !$0.description.isEmpty })
    }

    @Test func `shows what another version says otherwise`() throws {
        let before = try AgreementVectors.example("bilateral.json")
        let after = try changed(
            "bilateral.json",
            [(["rules", 1, "fields", "value"], "keyed"), (["rules", 1, "types"], ["url"]), (["valid", "notice_days"], 60)])
        let changes = before.changes(to: after)
        #expect(changes.map(\.place) == ["rules[web].fields.value", "rules[web].types", "valid.notice_days"])
        #expect(changes[0].before == "clear" && changes[0].after == "keyed")
        #expect(before.changes(to: before) == [])
    }

    @Test func `does not take another order for a change`() throws {
        let before = try AgreementVectors.example("task-force.json")
        var object = try #require(try StrictJSON.parse(before.bytes).object)
        for name in ["rules", "parties", "legal"] { object[name] = object[name]?.array.map { .array($0.reversed()) } }
        let types = try #require(object["rules"]?.array?[6].object?["types"]?.array)
        let turned = AgreementVectors.changed(.object(object), at: ["rules", 6, "types"], to: .array(types.reversed()))
        #expect(before.changes(to: try Agreement(parsing: turned.canonicalBytes())) == [])
        var rules = try #require(object["rules"]?.array)
        rules.removeLast()
        object["rules"] = .array(rules)
        let fewer = try Agreement(parsing: JSONValue.object(object).canonicalBytes())
        #expect(before.changes(to: fewer).map(\.place) == ["rules[publish]"])
        #expect(fewer.changes(to: before).first?.before == nil)
    }
}
