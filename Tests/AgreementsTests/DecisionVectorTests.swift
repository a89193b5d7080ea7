import Agreements
import CanonicalCoding
import TestVectors
import Testing

@Suite struct `Decisions` {
    @Test(arguments: AgreementVectors.topics)
    func `are the records of the vectors, byte for byte`(topic: String) throws {
        let cases = try AgreementVectors.cases(topic)
        #expect(!cases.isEmpty)
        for vector in cases {
            let record = try DecisionEngine.replay(input: vector.input, agreement: vector.agreement)
            let (made, expected) = (String(decoding: record, as: UTF8.self), String(decoding: vector.record, as: UTF8.self))
            #expect(made == expected, "\(topic): \(vector.name)")
        }
    }

    @Test func `are at least two hundred and give every reason`() throws {
        var reasons: Set<String> = []
        var count = 0
        for topic in AgreementVectors.topics {
            for vector in try AgreementVectors.cases(topic) {
                let record = try StrictJSON.parseCanonical(vector.record).object
                count += 1
                let classes = record?["classes"]?.array ?? []
                reasons.formUnion(([record?["reason"]] + classes.map { $0.object?["reason"] }).compactMap { $0?.string })
            }
        }
        #expect(count >= 200)
        #expect(reasons == Set(ReasonCode.allCases.map(\.rawValue)))
    }

    @Test func `read and write inputs without a difference`() throws {
        for topic in AgreementVectors.topics {
            for vector in try AgreementVectors.cases(topic) {
                #expect(try DecisionInput(parsing: vector.input).canonicalBytes() == vector.input, "\(vector.name)")
            }
        }
    }

    @Test func `do not depend on the order of rules, parties and bases`() throws {
        let bytes = try #require(try AgreementVectors.agreements()["task-force"])
        let cases = try AgreementVectors.cases("harbour").filter { $0.agreement == bytes }
        for seed in 1...5 as ClosedRange<UInt64> {
            var generator = SplitMix64(state: seed)
            var object = try #require(try StrictJSON.parse(bytes).object)
            for name in ["rules", "legal", "parties"] {
                object[name] = object[name]?.array.map { .array($0.shuffled(using: &generator)) }
            }
            let shuffled = try Agreement(parsing: object.canonicalBytes())
            let agreement = try Agreement(parsing: bytes)
            for vector in cases {
                var input = try DecisionInput(parsing: vector.input)
                let decision = DecisionEngine.decide(input, under: agreement)
                input.agreement = shuffled.digest
                let other = DecisionEngine.decide(input, under: shuffled)
                #expect(decision.classes == other.classes, "seed \(seed), \(vector.name)")
                #expect(decision.duties == other.duties && decision.legal == other.legal, "seed \(seed), \(vector.name)")
            }
        }
    }

    @Test func `are named by their record`() throws {
        let vectors = try AgreementVectors.cases("harbour").prefix(20)
        let records = try vectors.map { try StrictJSON.parseCanonical($0.record).object }
        #expect(Set(records.compactMap { $0?["id"]?.string }).count == records.count)
    }

    @Test func `forget nothing of what the finished bytes showed`() throws {
        let vector = try #require(try AgreementVectors.cases("preconditions").first { $0.name == "finished bytes agree" })
        var input = try DecisionInput(parsing: vector.input)
        let agreement = try Agreement(parsing: #require(vector.agreement))
        #expect(DecisionEngine.decide(input, under: agreement).outcome == .allow)
        input.egress = EgressReport(matches: false, fields: [.init(column: "note", found: .clear)])
        let decision = DecisionEngine.decide(input, under: agreement)
        #expect(decision.outcome == .deny)
        #expect(decision.reason == .egressMismatch)
        #expect(decision.classes.flatMap(\.shownColumns) == [])
    }

    @Test func `tell a receiver what a bundle shows too much`() throws {
        let vector = try #require(try AgreementVectors.cases("harbour").first { $0.name == "phone to vendor.example" })
        var input = try DecisionInput(parsing: vector.input)
        input.stage = .receive
        let decision = DecisionEngine.decide(input, under: try Agreement(parsing: #require(vector.agreement)))
        #expect(decision.classes[0].shownColumns == ["core"])
        #expect(decision.classes[0].excess(of: ["core"]) == [])
        #expect(decision.classes[0].excess(of: ["value", "note", "core"]) == ["note", "value"])
    }
}
