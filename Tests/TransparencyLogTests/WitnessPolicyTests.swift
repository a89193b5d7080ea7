import CryptoPrimitives
import Testing
import TransparencyLog

@Suite struct `A policy of witnesses` {
    private func keys(_ count: Int) throws -> [NoteKey] {
        try (0..<count).map {
            try NoteSigner(name: "w\($0).example", algorithm: .cosignature, privateKey: Ed25519PrivateKey()).key
        }
    }

    private func policy(_ keys: [NoteKey], _ lines: [String]) throws -> WitnessPolicy {
        let witnesses = keys.enumerated().map { "witness w\($0) \($1.text)" }
        return try WitnessPolicy(parsing: (witnesses + lines).joined(separator: "\n"))
    }

    @Test func `counts witnesses and groups of them`() throws {
        let keys = try keys(4)
        let lines = ["# one of two, and two of three", "group a any w0 w1", "group b 2 w1 w2 w3", "group all all a b"]
        let policy = try policy(keys, lines + ["quorum all"])
        #expect(policy.witnesses == keys)
        #expect(policy.isSatisfied(by: [keys[1], keys[2]]))
        #expect(policy.isSatisfied(by: [keys[0], keys[2], keys[3]]))
        #expect(!policy.isSatisfied(by: [keys[2], keys[3]]))
        #expect(!policy.isSatisfied(by: [keys[0], keys[1]]))
        #expect(try WitnessPolicy(parsing: "quorum none").isSatisfied(by: []))
    }

    @Test(arguments: [
        "", "quorum x", "quorum none\nquorum none", "witness a b\nquorum none", "group g any w\nquorum none", "what\nquorum none",
        "group g any g\nquorum g",
    ])
    func `is refused in any other form`(text: String) {
        #expect(throws: LogError.self) { try WitnessPolicy(parsing: text) }
    }

    @Test(.timeLimit(.minutes(1)))
    func `is judged at once, however many ways lead from the quorum to a witness`() throws {
        let keys = try keys(2)
        var lines = ["group a0 any w0 w1", "group b0 all w0 w1"]
        for level in 1..<40 {
            lines += ["a", "b"].map { "group \($0)\(level) all a\(level - 1) b\(level - 1)" }
        }
        let policy = try policy(keys, lines + ["quorum a39"])
        #expect(policy.isSatisfied(by: keys))
        #expect(!policy.isSatisfied(by: [keys[0]]))
    }

    @Test(arguments: [(WitnessPolicy.nameLimit, true), (WitnessPolicy.nameLimit + 1, false)])
    func `has so many names and not one more`(count: Int, isTaken: Bool) throws {
        let keys = try keys(1)
        let groups = (1..<count).map { "group g\($0) any w0" }
        let policy = try? policy(keys, groups + ["quorum g\(count - 1)"])
        #expect((policy != nil) == isTaken)
    }

    @Test(arguments: [(WitnessPolicy.limitBytes, true), (WitnessPolicy.limitBytes + 1, false)])
    func `is so long and not longer`(length: Int, isTaken: Bool) {
        let line = "quorum none\n#"
        let policy = try? WitnessPolicy(parsing: line + String(repeating: "x", count: length - line.utf8.count))
        #expect((policy != nil) == isTaken)
    }

    @Test func `takes no key for two witnesses`() throws {
        let privateKey = try Ed25519PrivateKey()
        func key(_ name: String, _ algorithm: NoteKey.Algorithm = .cosignature) throws -> NoteKey {
            try NoteSigner(name: name, algorithm: algorithm, privateKey: privateKey).key
        }
        let one = try key("one.example")
        let quorum = ["group both all w0 w1", "quorum both"]
        for twin in [one, try key("two.example"), try key("one.example", .ed25519)] {
            #expect(throws: LogError.policy(line: 2)) { try policy([one, twin], quorum) }
        }
        #expect(try policy([one, keys(1)[0]], quorum).witnesses.count == 2)
    }

    @Test func `tells names apart by their bytes`() throws {
        let keys = try keys(2)
        let policy = try policy(
            keys, ["group \u{E9} any w0", "group e\u{301} any w1", "group both all \u{E9} e\u{301}", "quorum both"])
        #expect(policy.isSatisfied(by: keys))
        #expect(!policy.isSatisfied(by: [keys[0]]))
        #expect(throws: LogError.policy(line: 4)) {
            try self.policy(keys, ["group \u{E9} any w0", "group both all e\u{301} w1", "quorum both"])
        }
    }
}
