import Blinding
import CanonicalCoding
import CryptoPrimitives
import Exchange
import FeedReading
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import NodeAPI
import Testing

/// A lab whose guessable kinds evaluators serve, with the evaluators in this process.
struct BlindLab {
    let sandbox: Sandbox
    let evaluators: StandInEvaluators
    static let evaluatorNames = ["org.e1", "org.e2", "org.e3"]

    init(protected: String? = nil) throws {
        sandbox = try Sandbox(
            ["org.a:platform", "org.b:vendor", "org.e1:evaluator", "org.e2:evaluator", "org.e3:evaluator"],
            protected: protected, evaluators: Self.evaluatorNames)
        evaluators = try StandInEvaluators(sandbox, Self.evaluatorNames)
    }

    func client(_ member: String, inFlight: Int = 1) throws -> EvaluationClient {
        let node = try sandbox.node(member)
        return try EvaluationClient(
            node, for: node.publishingEpoch(at: sandbox.time), purpose: "scam.prevention", at: sandbox.time, over: evaluators,
            inFlight: inFlight, pause: { _ in })
    }

    func inputs(_ numbers: Range<Int>) throws -> [MatchInput] {
        try numbers.map { try MatchInput(kind: .phone, canonical: "+4420794\(60_000 + $0)".utf8.span) }
    }

    func secret(of input: MatchInput, at member: String) throws -> MatchSecret {
        let node = try sandbox.node(member)
        return try node.blinder(of: node.publishingEpoch(at: sandbox.time)).secret(of: input)
    }

    /// Has evaluated what a feed needs and publishes it.
    func publish(_ feed: String, by member: String) async throws -> PublishSummary {
        let request = PublishRequest(
            group: sandbox.group, feeds: [.bytes(Array(feed.utf8), name: "feed")], options: FeedOptions(), time: sandbox.time)
        let inputs = try FeedInputs(request, at: sandbox.node(member))
        let client = try client(member)
        while case let some = try inputs.next(), !some.isEmpty { try await client.ensure(some) }
        return try await sandbox.publish(feed, by: member).summary
    }
}

@Suite struct `Evaluation by any two of three` {
    private let lab: BlindLab

    init() throws { lab = try BlindLab() }

    @Test func `gives members who blind for themselves one secret, and nothing is asked twice`() async throws {
        let inputs = try lab.inputs(0..<5)
        try await lab.client("org.a").ensure(inputs)
        let asked = lab.evaluators.requests
        #expect(asked == 2)
        try await lab.client("org.a").ensure(inputs)
        #expect(lab.evaluators.requests == asked, "what is kept is not asked for")
        try await lab.client("org.b").ensure(inputs)
        let epoch = EpochNumber(1)
        for input in inputs {
            let tags = try ["org.a", "org.b"].map { try lab.secret(of: input, at: $0).tag(epoch: epoch) }
            #expect(tags[0] == tags[1])
        }
    }

    @Test func `publishes numbers and mailboxes, and the same feed again costs nothing`() async throws {
        let feed = "value\n+442079460001\n+442079460002\njane.doe+x@gmail.com\n"
        let first = try await lab.publish(feed, by: "org.a")
        #expect(first.accepted == 3)
        // an address costs two: its own and its mailbox's
        #expect(lab.evaluators.charged.values.sorted() == [4, 4])
        let requests = lab.evaluators.requests
        #expect(try await lab.publish(feed, by: "org.a").accepted == 3)
        #expect(lab.evaluators.requests == requests)
    }

    @Test func `lets a partner who knows the value find the report, and nobody else`() async throws {
        let summary = try await lab.publish("value\n+442079460001\n", by: "org.a")
        _ = try lab.sandbox.take([lab.sandbox.seal(summary.path, from: "org.a", to: "org.b")], by: "org.b")
        // A member with pepper and bundle cannot test a guess: without an evaluation there is no answer, not even "unknown".
        #expect(throws: BlindingError.needsEvaluators(.phone)) { try lab.sandbox.ask("+442079460001", at: "org.b") }
        let counted = lab.evaluators.charged.values.reduce(0, +)
        try await lab.client("org.b").ensure([MatchInput(kind: .phone, canonical: "+442079460001".utf8.span)])
        #expect(lab.evaluators.charged.values.reduce(0, +) == counted + 2, "the guess was counted at two evaluators")
        let answer = try lab.sandbox.ask("+442079460001", at: "org.b")
        #expect(answer.isKnown)
    }

    @Test(arguments: [
        (StandInEvaluators.Fault.silent, ""), (.problem("E_EPOCH"), "E_EPOCH"), (.quota, "E_QUOTA"), (.otherShare, "E_PROOF"),
        (.otherSigner, "E_KEY"), (.otherBatch, "E_BATCH"), (.noElement, "E_ELEMENT"), (.garbage, "E_ENVELOPE"), (.busy(100), ""),
    ])
    func `leaves out and names an evaluator that fails or lies`(fault: StandInEvaluators.Fault, code: String) async throws {
        // Whichever two are asked first, one of them fails.
        for member in lab.evaluators.members.prefix(2) {
            let number = lab.evaluators.members.firstIndex(of: member) ?? 0
            let inputs = try lab.inputs(number * 10..<number * 10 + 3)
            lab.evaluators.set(fault, at: member)
            let client = try lab.client("org.a")
            try await client.ensure(inputs)
            let faults = await client.faults
            #expect(faults.allSatisfy { $0.member == member && $0.code == code })
            for input in inputs { _ = try lab.secret(of: input, at: "org.a") }
            lab.evaluators.set(nil, at: member)
        }
    }

    @Test(arguments: [(StandInEvaluators.Fault.silent, ""), (.quota, "E_QUOTA"), (.otherShare, "E_PROOF")])
    func `fails when fewer than two answer, and says why`(fault: StandInEvaluators.Fault, code: String) async throws {
        for member in lab.evaluators.members.prefix(2) { lab.evaluators.set(fault, at: member) }
        let inputs = try lab.inputs(0..<2)
        let error = await #expect(throws: EvaluationError.self) { try await lab.client("org.a").ensure(inputs) }
        #expect(error?.code == code)
        if fault == .quota {
            #expect(error.map { "\($0)".contains("7 values are left") && "\($0)".contains("2027-01-15") } == true)
        }
        #expect(throws: BlindingError.needsEvaluators(.phone)) { try lab.secret(of: inputs[0], at: "org.a") }
        for member in lab.evaluators.members { lab.evaluators.set(nil, at: member) }
        try await lab.client("org.a").ensure(inputs)
        _ = try lab.secret(of: inputs[1], at: "org.a")
    }

    @Test func `waits for an evaluator that is busy`() async throws {
        for member in lab.evaluators.members { lab.evaluators.set(.busy(2), at: member) }
        let client = try lab.client("org.a")
        try await client.ensure(lab.inputs(0..<1))
        #expect(await client.faults.isEmpty)
    }

    @Test(arguments: 0..<7)
    func `goes on after a kill at any step with the same messages, and is charged once`(answers: Int) async throws {
        // Three messages to two evaluators each.
        let inputs = try lab.inputs(0..<600)
        lab.evaluators.answer(answers)
        if answers < 6 {
            await #expect(throws: EvaluationError.self) { try await lab.client("org.a").ensure(inputs) }
        } else {
            try await lab.client("org.a").ensure(inputs)
        }
        lab.evaluators.answer(.max)
        try await lab.client("org.a").ensure(inputs)
        #expect(lab.evaluators.parts.count == 3)
        #expect(Set(lab.evaluators.parts.map(\.batch)).count == 1)
        #expect(lab.evaluators.charged.values.sorted() == [600, 600])
        for input in [inputs[0], inputs[299], inputs[599]] { _ = try lab.secret(of: input, at: "org.a") }
    }

    @Test func `keeps messages under way on several cores and tells how far it is`() async throws {
        let inputs = try lab.inputs(0..<900)
        try await lab.client("org.a", inFlight: 3).ensure(inputs + inputs)
        #expect(lab.evaluators.charged.values.sorted() == [900, 900])
    }

    @Test func `refuses a purpose that evaluators do not record`() throws {
        let node = try lab.sandbox.node("org.a")
        let epoch = try node.publishingEpoch(at: lab.sandbox.time)
        #expect(throws: EvaluationError.purpose) {
            try EvaluationClient(node, for: epoch, purpose: "no purpose", at: lab.sandbox.time, over: lab.evaluators)
        }
    }

    @Test func `leaves nothing when an epoch's evaluations are erased`() async throws {
        let inputs = try lab.inputs(0..<3)
        try await lab.client("org.a").ensure(inputs)
        try lab.sandbox.node("org.a", .writing).eraseEvaluations(of: EpochNumber(1))
        #expect(throws: BlindingError.needsEvaluators(.phone)) { try lab.secret(of: inputs[0], at: "org.a") }
        let left = try FileManager.default.contentsOfDirectory(atPath: lab.sandbox.home("org.a") + "/epochs").sorted()
        #expect(left == ["1.json", "1.pepper"])
    }
}
