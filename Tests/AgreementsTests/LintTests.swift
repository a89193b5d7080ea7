import Agreements
import CanonicalCoding
import Testing

/// The bilateral example with rules of its own: platform.example in IE, vendor.example in GB.
@Suite struct `A lint of an agreement` {
    private func rule(_ id: String, _ stages: [String], _ members: [(String, JSONValue)] = []) -> JSONValue {
        let plain: JSONValue = [
            "id": .string(id), "clause": "9", "effect": "allow", "stages": .array(stages.map { .string($0) }), "from": ["*"],
            "to": ["*"], "types": ["*"], "when": [:], "fields": ["*": "clear"], "duties": [],
        ]
        return members.reduce(plain) { AgreementVectors.changed($0, at: [.string($1.0)], to: $1.1) }
    }

    private func deny(_ id: String, _ stages: [String], _ members: [(String, JSONValue)] = []) -> JSONValue {
        rule(id, stages, [("effect", "deny"), ("fields", [:])] + members)
    }

    /// Rules that leave nothing to ask, for each party the same.
    private var plain: [JSONValue] {
        [rule("publish", ["publish"]), rule("flow", ["send", "receive", "query"]), rule("keep", ["retain"])]
    }

    private func agreement(_ rules: [JSONValue], _ changes: [([JSONValue], JSONValue)] = []) throws -> Agreement {
        let value = try StrictJSON.parse(AgreementVectors.example("bilateral.json").bytes)
        let document = ([([.string("rules")], .array(rules))] + changes).reduce(value) {
            AgreementVectors.changed($0, at: $1.0, to: $1.1)
        }
        return try Agreement(parsing: document.canonicalBytes())
    }

    /// The warnings, as code and names.
    private func warnings(_ agreement: Agreement, at time: Timestamp? = nil) -> [String] {
        agreement.lint(at: time ?? agreement.valid.from, knowing: AgreementVectors.words).filter { $0.severity == .warning }
            .map { "\($0.code.rawValue): \($0.names.joined(separator: ", "))" }
    }

    @Test func `has nothing to warn of where rules work`() throws {
        #expect(try warnings(agreement(plain)) == [])
    }

    @Test func `says since when a direction is without a live basis, for whom it is`() throws {
        let until: JSONValue = "2026-09-01T00:00:00Z"
        let lapsing = try agreement(plain, [(["legal", 1, "until"], until)])
        let end = try #require(Timestamp(rfc3339: "2026-09-01T00:00:00Z"))
        #expect(warnings(lapsing, at: end.adding(seconds: -1)) == [])
        #expect(warnings(lapsing, at: end) == ["direction-without-live-basis: receive, since 2026-09-01T00:00:00Z"])
        let force = try AgreementVectors.example("task-force.json")
        let march = try #require(Timestamp(rfc3339: "2027-03-01T00:00:00Z"))
        #expect(
            warnings(force, at: march)
                == ["direction-without-live-basis: receive, to law-enforcement, since 2027-03-01T00:00:00Z"])
    }

    @Test func `names each stage at which a rule that forbids swallows one that allows`() throws {
        let found = try warnings(agreement(plain + [deny("no-sending", ["send"])]))
        #expect(found == ["rule-denied-at-stage: flow, no-sending, send"])
        let whole = try warnings(agreement(plain + [deny("nothing", ["send", "receive", "query"])]))
        #expect(whole == ["rule-always-denied: flow, nothing"])
        let one = deny("no-vendor", ["publish"], [("from", ["vendor.example"])])
        #expect(try warnings(agreement(plain + [one])) == [])
        let own = rule("own", ["publish"], [("from", ["vendor.example"]), ("types", ["url"])])
        #expect(try warnings(agreement(plain + [own, one])) == ["rule-always-denied: own, no-vendor"])
        let abroad = deny("abroad", ["query"], [("when", ["country_in": ["GB", "IE"]])])
        #expect(try warnings(agreement(plain + [abroad])) == ["rule-denied-at-stage: flow, abroad, query"])
    }

    @Test func `knows who is from and to at each stage`() throws {
        let across: [(String, JSONValue)] = [("from", ["platform.example"]), ("to", ["vendor.example"])]
        let own: [(String, JSONValue)] = [("from", ["vendor.example"]), ("to", ["vendor.example"])]
        let stages = ["publish", "send", "receive", "query", "onward", "export", "retain"]
        let found = try warnings(agreement(plain + [deny("across", stages, across), deny("own", stages, own)]))
        #expect(
            found == ["publish", "export"].map { "own-stage-without-effect: across, \($0)" }
                + ["send", "receive", "query", "onward", "retain"].map { "stage-without-effect: own, \($0)" })
    }

    @Test func `names parties that may send and not publish`() throws {
        var rules = plain
        rules[0] = rule("publish", ["publish"], [("from", ["platform.example"]), ("to", ["*"])])
        #expect(try warnings(agreement(rules)) == ["sent-but-not-published: vendor.example"])
        rules[0] = rule("publish", ["publish"], [("types", ["report"])])
        let back = rule("back", ["send", "receive"], [("types", ["outcome"]), ("from", ["vendor.example"])])
        #expect(try warnings(agreement(rules + [back])) == ["sent-but-not-published: back, vendor.example"])
        rules[0] = rule("publish", ["publish"], [("types", ["url", "outcome"])])
        #expect(try warnings(agreement(rules + [back])) == [])
    }

    @Test func `names flows that one side lets pass and the other does not`() throws {
        let others = [plain[0], plain[2]]
        let pairs = others + [rule("out", ["send"]), rule("in", ["receive"], [("types", ["url", "btc"])])]
        let found = try warnings(agreement(pairs))
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("sent-but-not-received: out, platform.example to vendor.example, phone, phone-range"))
        let none = try warnings(agreement(others + [rule("out", ["send"], [("types", ["url"])])]))
        #expect(none == ["sent-but-not-received: out, platform.example to vendor.example"])
        let deaf = rule("in", ["receive"], [("when", ["tlp_max": "GREEN"])])
        let victims = rule("out", ["send"], [("when", ["tlp_max": "GREEN", "subject_in": ["suspect", "victim"]])])
        #expect(
            try warnings(agreement(others + [victims, deaf]))
                == ["sent-but-not-received: out, platform.example to vendor.example, victim"])
        let vain = rule("vain", ["receive"], [("types", ["iban"])])
        let web = rule("web", ["send", "receive"], [("types", ["url", "outcome"])])
        #expect(try warnings(agreement([rule("publish", ["publish"]), plain[2], web, vain])) == [])
        let reports = rule("web", ["send", "receive"], [("types", ["url"])])
        let left = try warnings(agreement(others + [reports, vain]))
        #expect(left == ["received-but-not-sent: vain"])
    }

    @Test func `names outcomes that are owed and that nobody may send`() throws {
        let outcomes: JSONValue = ["no-match", "do-not-act"]
        let changed: [([JSONValue], JSONValue)] = [(["feedback", "outcomes"], outcomes)]
        #expect(try warnings(agreement(plain, changed)) == ["feedback-not-sent: do-not-act"])
        let named = rule("named", ["publish", "send", "receive"], [("types", ["do-not-act"])])
        #expect(try warnings(agreement(plain + [named], changed)) == [])
    }

    @Test func `counts what only an emergency lets in for emergencies alone`() throws {
        let urgent = rule("urgent", ["send"], [("when", ["emergency": true, "subject_in": ["victim"]])])
        let found = try warnings(agreement(plain + [urgent]))
        #expect(found.contains("sent-but-not-received: urgent, platform.example to vendor.example"))
        let taken = rule("taken", ["receive"], [("when", ["emergency": true, "subject_in": ["victim"]])])
        #expect(try !warnings(agreement(plain + [urgent, taken])).contains { $0.hasPrefix("sent-") })
    }

    @Test func `names words that nobody knows`() throws {
        let odd: [(String, JSONValue)] = [
            ("types", ["url", "urls", "outcome", "funds-frozn"]), ("when", ["role_in": ["oficer"]]),
            ("duties", ["approve:1:judge", "approve:2:officer"]),
        ]
        let found = try warnings(
            agreement(plain + [rule("odd", ["publish"], odd)], [(["retention", "entries", 0, "types"], ["*", "cheques"])]))
        #expect(
            found == [
                "type-unknown: odd, funds-frozn", "type-unknown: odd, urls", "role-unknown: odd, judge",
                "role-unknown: odd, oficer", "type-unknown: cheques",
            ])
    }

    @Test func `knows that outcomes carry no confidence`() throws {
        let both: [(String, JSONValue)] = [("types", ["report", "outcome"]), ("when", ["confidence_min": 50])]
        let found = try warnings(agreement([plain[0], rule("findings", ["send", "receive", "query"], both), plain[2]]))
        #expect(found.first == "confidence-of-outcomes: findings, outcome")
        #expect(found.contains { $0.hasPrefix("feedback-not-sent: account-removed") })
        let all = rule("all", ["query"], [("when", ["confidence_min": 50])])
        #expect(try warnings(agreement(plain + [all])) == [])
    }

    @Test func `names approvals for which nobody is asked`() throws {
        let duty: [(String, JSONValue)] = [("types", ["iban"]), ("duties", ["approve:1:officer"])]
        func found(_ stages: [String]) throws -> [String] { try warnings(agreement(plain + [rule("held", stages, duty)])) }
        #expect(try found(["send", "receive"]) == [])
        #expect(try found(["publish", "send", "onward", "export", "receive"]) == [])
        #expect(try found(["send", "query"]).contains("approval-at-query: held"))
        #expect(try found(["receive", "retain"]).contains("approval-without-effect: held, receive, retain"))
    }
}
