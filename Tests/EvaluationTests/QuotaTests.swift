import Blinding
import CanonicalCoding
import Evaluation
import Indicators
import MemberRegistry
import Testing

@Suite("A quota of evaluations")
struct QuotaTests {
    private let start = EvaluatorTrial.start

    private func allowance(of member: String, at evaluator: String = "org.one", _ trial: EvaluatorTrial) throws
        -> EvaluationAllowance
    {
        EvaluationAllowance(
            of: try EvaluatorTrial.member(member), at: try EvaluatorTrial.member(evaluator), in: trial.epoch,
            under: trial.registry)
    }

    @Test(
        "grows at the end of each whole day", arguments: [(-1, 0), (0, 0), (86_399, 0), (86_400, 1), (172_799, 1), (172_800, 2)])
    func days(seconds: Int64, days: Int64) throws {
        let trial = try EvaluatorTrial(quotas: ["org.alpha": EvaluationQuota(start: 100, day: 7)])
        let allowance = try allowance(of: "org.alpha", trial)
        let time = start.adding(seconds: seconds)
        #expect(allowance.total(at: time) == 100 + 7 * days)
        #expect(allowance.reset(after: time) == start.adding(days: days + 1))
    }

    @Test("that does not grow comes back with the end of the epoch, and none is too large to add up")
    func ends() throws {
        let largest = JSONValue.largestInteger
        let trial = try EvaluatorTrial(quotas: [
            "org.alpha": EvaluationQuota(start: 100, day: 0), "org.beta": EvaluationQuota(start: largest, day: largest),
        ])
        let times = trial.epoch.document.times
        #expect(try allowance(of: "org.alpha", trial).reset(after: start) == times.matchUntil)
        let large = try allowance(of: "org.beta", trial)
        #expect(large.total(at: times.matchUntil) > 0)
        #expect(large.total(at: Timestamp(secondsSinceEpoch: 1 << 40)) > 0)
        #expect(large.reset(after: times.matchUntil) == times.matchUntil)
    }

    @Test("is the owner's: of its own entry, else the smallest of its members")
    func owners() throws {
        let trial = try EvaluatorTrial(
            quotas: [
                "org.alpha": EvaluationQuota(start: 10, day: 1), "org.alpha.lab": EvaluationQuota(start: 99, day: 9),
                "org.one": EvaluationQuota(start: 5, day: 4), "org.hub": EvaluationQuota(start: 6, day: 3),
            ], parents: ["org.one": "org.parent", "org.hub": "org.parent"])
        for member in ["org.alpha", "org.alpha.lab"] {
            let allowance = try allowance(of: member, trial)
            #expect(allowance.owner.name == "org.alpha" && allowance.total(at: start.adding(days: 1)) == 11)
        }
        let shared = try allowance(of: "org.hub", at: "org.one", trial)
        #expect(shared.owner.name == "org.parent" && shared.total(at: start.adding(days: 1)) == 8)
    }

    @Test("of an owner that holds a share is half at the other evaluators, rounded down, and whole at its own")
    func halves() throws {
        let trial = try EvaluatorTrial(
            quotas: ["org.beta": EvaluationQuota(start: 5, day: 0), "org.alpha": EvaluationQuota(start: 5, day: 0)])
        #expect(try allowance(of: "org.beta", at: "org.one", trial).total(at: start) == 2)
        #expect(try allowance(of: "org.beta", at: "org.beta", trial).total(at: start) == 5)
        #expect(try allowance(of: "org.alpha", at: "org.one", trial).total(at: start) == 5)
        let family = try EvaluatorTrial(
            quotas: ["org.alpha": EvaluationQuota(start: 5, day: 0)], parents: ["org.two": "org.alpha"])
        #expect(try allowance(of: "org.alpha", at: "org.one", family).total(at: start) == 2)
        #expect(try allowance(of: "org.alpha", at: "org.two", family).total(at: start) == 5)
    }

    @Test(
        "is used up by all keys and members of an owner together, and refused one element past it with what is left and when more comes"
    )
    func together() throws {
        let trial = try EvaluatorTrial(quotas: ["org.alpha": EvaluationQuota(start: 5, day: 2)])
        let evaluator = try trial.evaluator()
        func ask(_ client: String, _ batch: UInt8, _ count: Int, key: UInt8? = nil, at time: Timestamp) throws {
            let request = try trial.request(of: client, batch: batch, count: count)
            _ = try evaluator.answer(
                trial.envelope(request, key: key), from: request.client, under: trial.standing(), at: time)
        }
        try ask("org.alpha", 1, 1, at: start)
        try ask("org.alpha", 5, 1, key: 18, at: start)
        try ask("org.alpha.lab", 2, 2, at: start)
        do {
            try ask("org.alpha", 3, 2, at: start)
            Issue.record("two of one are evaluated")
        } catch let EvaluationRefusal.quota(remaining, reset) {
            #expect(remaining == 1 && reset == start.adding(days: 1))
        }
        try ask("org.alpha", 3, 1, at: start)
        #expect(try refusalCode { try ask("org.alpha.lab", 4, 1, at: start) } == "E_QUOTA")
        try ask("org.alpha.lab", 4, 2, at: start.adding(days: 1))
        #expect(
            try evaluator.totals(of: trial.epoch.number, under: trial.registry) == [EvaluatorTrial.member("org.alpha"): 7])
        try ask("org.beta", 1, 1, at: start)
    }
}
