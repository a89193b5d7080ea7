import Agreements
import CanonicalCoding
import Indicators
import Testing

private func profile(_ rules: String) throws -> DisclosureProfile {
    try DisclosureProfile(parsing: Array(#"{"v":1,"type":"tocsin-disclosure","rules":[\#(rules)]}"#.utf8))
}

private func rule(
    _ id: String, stages: String = #""send""#, roles: String = #""vendor""#, kinds: String = #""*""#, tlp: String = "AMBER",
    columns: String = #""core","value""#
) -> String {
    #"{"id":"\#(id)","stages":[\#(stages)],"roles":[\#(roles)],"kinds":[\#(kinds)],"max_tlp":"\#(tlp)","columns":[\#(columns)]}"#
}

private func request(_ role: String, inAudience: Bool = true, stage: DisclosureProfile.Stage = .send) throws
    -> DisclosureGate.Request
{
    try .init(stage: stage, recipient: #require(MemberID("org.beta")), roles: [role], isInAudience: inAudience)
}

private func subject(_ marking: String = "AMBER", kind: String = "url", must: Bool = false) -> DisclosureGate.Subject {
    .init(kind: kind, marking: marking, isMust: must, columns: ["core", "value", "note"])
}

@Suite struct `The gate` {
    @Test func `shows the columns that a rule names and no other`() throws {
        let gate = try DisclosureGate(profile: profile(rule("r1")))
        let decision = try gate.decide(request("vendor"), about: [subject()])
        #expect(decision.grants[0].columns == ["core", "value"])
        #expect(decision.grants[0].rules == ["r1"])
        #expect(decision.grants[0].reason == .allowed)
    }

    @Test func `withholds everything when no rule speaks`() throws {
        let gate = try DisclosureGate(profile: profile(""))
        let decision = try gate.decide(request("vendor"), about: [subject()])
        #expect(decision.isEmpty)
        #expect(decision.grants[0].reason == .noRule)
    }

    @Test(arguments: [
        ("CLEAR", true), ("GREEN", true), ("AMBER", true), ("AMBER+STRICT", false), ("RED", false), ("PURPLE", false),
    ])
    func `stops at the ceiling of the marking`(marking: String, leaves: Bool) throws {
        let gate = try DisclosureGate(profile: profile(rule("r1", tlp: "AMBER")))
        let decision = try gate.decide(request("vendor"), about: [subject(marking)])
        #expect(decision.isEmpty != leaves)
    }

    @Test func `gives nothing, must rows included, to who is not in the audience`() throws {
        let gate = try DisclosureGate(profile: profile(rule("r1")))
        let decision = try gate.decide(request("vendor", inAudience: false), about: [subject(), subject(must: true)])
        #expect(decision.isEmpty)
        #expect(decision.grants.map(\.reason) == [.notInAudience, .notInAudience])
    }

    @Test func `lets must rows travel whole to every member of the audience`() throws {
        let gate = try DisclosureGate(profile: profile(""))
        let decision = try gate.decide(request("hub"), about: [subject("RED", must: true)])
        #expect(decision.grants[0].columns == ["core", "value", "note"])
        #expect(decision.grants[0].reason == .mustTravel)
    }

    @Test func `does not take a must row for an export`() throws {
        let gate = try DisclosureGate(profile: profile(""))
        #expect(try gate.decide(request("vendor", stage: .export), about: [subject(must: true)]).isEmpty)
    }

    @Test func `joins what several rules allow`() throws {
        let rules = [rule("b", columns: #""core","note""#), rule("a", roles: #""*""#), rule("c", roles: #""bank""#, tlp: "RED")]
        let decision = try DisclosureGate(profile: profile(rules.joined(separator: ","))).decide(
            request("vendor"), about: [subject()])
        #expect(decision.grants[0].columns == ["core", "value", "note"])
        #expect(decision.grants[0].rules == ["a", "b"])
    }

    @Test func `shows nothing without the core`() throws {
        let gate = try DisclosureGate(profile: profile(rule("r1", columns: #""value""#)))
        #expect(try gate.decide(request("vendor"), about: [subject()]).isEmpty)
    }

    @Test func `keeps rules to their kinds`() throws {
        let gate = try DisclosureGate(profile: profile(rule("r1", kinds: #""phone""#)))
        let decision = try gate.decide(request("vendor"), about: [subject(kind: "url"), subject(kind: "phone")])
        #expect(decision.grants.map(\.columns.isEmpty) == [true, false])
    }
}

@Suite struct `A disclosure profile` {
    @Test func `of a new home is a valid one`() throws {
        let standard = try DisclosureProfile(parsing: Array(DisclosureProfile.defaultText.utf8))
        #expect(standard.rules.contains { $0.id == "facts" })
    }

    @Test(arguments: [
        "[]", "{}", #"{"v":2,"type":"tocsin-disclosure","rules":[]}"#, #"{"v":1,"type":"x","rules":[]}"#,
        #"{"v":1,"type":"tocsin-disclosure","rules":[{}]}"#, #"{"v":1,"type":"tocsin-disclosure","rules":[],"more":1}"#,
        #"{"v":1,"type":"tocsin-disclosure","rules":[],"rules":[]}"#, "{\"v\":1",
    ])
    func `is refused when it is not exactly of its schema`(text: String) {
        #expect(throws: DisclosureProfileError.self) { try DisclosureProfile(parsing: Array(text.utf8)) }
    }

    @Test func `is refused when two rules share an id or a marking is unknown`() throws {
        #expect(throws: DisclosureProfileError.self) { try profile(rule("a") + "," + rule("a")) }
        #expect(throws: DisclosureProfileError.self) { try profile(rule("a", tlp: "PURPLE")) }
        #expect(throws: DisclosureProfileError.self) { try profile(rule("a", stages: #""whisper""#)) }
    }

    @Test func `holds as many rules as the limit and not one more`() throws {
        let limit = DisclosureProfile.largestRuleCount
        let rules = (0...limit).map { rule("r\($0)") }
        #expect(try profile(rules.dropLast().joined(separator: ",")).rules.count == limit)
        #expect(throws: DisclosureProfileError.tooMany("rules")) { try profile(rules.joined(separator: ",")) }
    }
}

@Suite struct `The enforcement of a profile` {
    private func enforcement(_ member: String) throws -> DisclosureProfile.Enforcement {
        try DisclosureProfile(parsing: Array(#"{"v":1,"type":"tocsin-disclosure",\#(member)"rules":[]}"#.utf8)).enforcement
    }

    @Test func `permits no blocking unless it says so`() throws {
        #expect(try enforcement("") == .cautious)
        #expect(try enforcement(#""enforcement":{"warn":1},"#).block == nil)
        #expect(try enforcement(#""enforcement":{"warn":1,"block":1000000},"#).block == 1_000_000)
        #expect(try DisclosureProfile(parsing: Array(DisclosureProfile.defaultText.utf8)).enforcement.block == 900_000)
    }

    @Test(arguments: [
        #"{"block":1}"#, #"{"warn":1000001}"#, #"{"warn":-1}"#, #"{"warn":5,"block":4}"#, #"{"warn":1,"more":2}"#, "7",
    ])
    func `is refused in any other form`(text: String) {
        #expect(throws: DisclosureProfileError.self) { try enforcement(#""enforcement":\#(text),"#) }
    }
}
