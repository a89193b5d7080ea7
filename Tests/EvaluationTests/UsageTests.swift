import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import MemberRegistry
import Testing

@Suite("A statement of usage")
struct UsageTests {
    private let now = EvaluatorTrial.start.adding(days: 1)

    private func ask(_ trial: EvaluatorTrial, _ evaluator: Evaluator, _ client: String, _ batch: UInt8, _ count: Int) throws {
        let request = try trial.request(of: client, batch: batch, count: count)
        _ = try evaluator.answer(trial.envelope(request), from: request.client, under: trial.standing(), at: now)
    }

    @Test("is signed once a day, says what was evaluated for each owner, and is believed of the party of its number alone")
    func daily() throws {
        let trial = try EvaluatorTrial()
        let evaluator = try trial.evaluator()
        try ask(trial, evaluator, "org.alpha", 1, 2)
        try ask(trial, evaluator, "org.alpha.lab", 1, 3)
        let bytes = try evaluator.usage(of: trial.epoch.number, under: trial.standing(), at: now)
        let envelope = try DSSEEnvelope(parsing: bytes)
        let statement = try UsageStatement(verifying: envelope, of: trial.epoch, under: trial.registry)
        let alpha = try EvaluatorTrial.member("org.alpha")
        #expect(statement.totals == [alpha: 5] && statement.evaluator == 1 && statement.time == now)
        try ask(trial, evaluator, "org.beta", 1, 1)
        #expect(try evaluator.usage(of: trial.epoch.number, under: trial.standing(), at: now) == bytes)
        let next = try evaluator.usage(of: trial.epoch.number, under: trial.standing(), at: now.adding(days: 1))
        let later = try UsageStatement(verifying: DSSEEnvelope(parsing: next), of: trial.epoch, under: trial.registry)
        let beta = try EvaluatorTrial.member("org.beta")
        #expect(later.totals == [alpha: 5, beta: 1])
        let second = UsageStatement(epoch: trial.epoch.number, evaluator: 2, time: now, totals: [alpha: 4, beta: 6])
        let third = UsageStatement(epoch: trial.epoch.number, evaluator: 3, time: now, totals: [alpha: 2, beta: 99])
        func evaluations(of owner: MemberID, by statements: [UsageStatement]? = nil) -> Int64? {
            UsageStatement.evaluations(
                of: owner, by: statements ?? [later, second, third], in: trial.epoch, under: trial.registry)
        }
        // Two evaluators for each value of org.alpha; org.beta holds the third share and needs one other, whatever it says of itself.
        #expect(evaluations(of: alpha) == (5 + 4 + 2) / 2 && evaluations(of: beta) == 1 + 6)
        // One that counts too much for somebody is not needed to bound it.
        let friend = UsageStatement(epoch: trial.epoch.number, evaluator: 3, time: now, totals: [alpha: .max])
        #expect(evaluations(of: alpha, by: [later, second, friend]) == 9)
        // Whose statement is missing may have been asked each time; with too few of them nothing is bounded.
        #expect(evaluations(of: alpha, by: [later, second]) == 9 && evaluations(of: beta, by: [later]) == nil)
        #expect(evaluations(of: alpha, by: [second]) == nil && evaluations(of: alpha, by: []) == nil)
        for (party, key) in [("org.two", UInt8(12)), ("org.alpha", 14)] {
            let forged = try EvaluatorTrial.signed(
                DSSEEnvelope(payloadType: UsageStatement.payloadType, payload: envelope.payload), as: party, key)
            #expect(throws: RegistryError.self) {
                try UsageStatement(verifying: forged, of: trial.epoch, under: trial.registry)
            }
        }
        #expect(throws: EvaluationRefusal.self) { try evaluator.usage(of: EpochNumber(7), under: trial.standing(), at: now) }
    }

    @Test("is refused for another epoch, another evaluator or of another type")
    func others() throws {
        let trial = try EvaluatorTrial()
        func refused(_ epoch: UInt32, _ number: UInt8, _ type: String = UsageStatement.payloadType) throws {
            let statement = UsageStatement(epoch: EpochNumber(epoch), evaluator: number, time: now, totals: [:])
            let envelope = DSSEEnvelope(payloadType: type, payload: statement.envelope().payload)
            #expect(throws: RegistryError.self) {
                try UsageStatement(
                    verifying: EvaluatorTrial.signed(envelope, as: "org.one", 11), of: trial.epoch, under: trial.registry)
            }
        }
        try refused(trial.vector.epoch + 1, 1)
        try refused(trial.vector.epoch, 2)
        try refused(trial.vector.epoch, 4)
        try refused(trial.vector.epoch, 1, "application/json")
    }

    @Test("is not gone back on: a record that says less than one is refused")
    func rolledBack() throws {
        let trial = try EvaluatorTrial()
        do {
            let evaluator = try trial.evaluator()
            try ask(trial, evaluator, "org.alpha", 1, 2)
            _ = try evaluator.usage(of: trial.epoch.number, under: trial.standing(), at: now)
        }
        let record = "\(try trial.home(of: 1).paths.records)/\(trial.vector.epoch).jsonl"
        let whole = try Data(contentsOf: URL(filePath: record))
        for left in [Data(), nil] {
            if let left { try left.write(to: URL(filePath: record)) } else { try FileManager.default.removeItem(atPath: record) }
            #expect(throws: RecordError.rolledBack(trial.epoch.number)) { try trial.evaluator() }
        }
        try whole.write(to: URL(filePath: record))
        _ = try trial.evaluator()
    }
}
