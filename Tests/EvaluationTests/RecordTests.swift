import Blinding
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Foundation
import Indicators
import LedgerFiles
import MemberRegistry
import Testing

@Suite("The record of an evaluator")
struct RecordTests {
    private let now = EvaluatorTrial.start.adding(days: 1)

    private func record(_ trial: EvaluatorTrial) throws -> String {
        "\(try trial.home(of: 1).paths.records)/\(trial.vector.epoch).jsonl"
    }

    private func lines(_ trial: EvaluatorTrial) throws -> [String] {
        try String(contentsOfFile: record(trial), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @discardableResult
    private func ask(_ trial: EvaluatorTrial, batch: UInt8 = 0, count: Int = 1, at time: Timestamp? = nil) throws -> [UInt8] {
        let request = try trial.request(batch: batch, count: count)
        return try trial.evaluator().answer(
            trial.envelope(request), from: request.client, under: trial.standing(), at: time ?? now)
    }

    private func total(_ trial: EvaluatorTrial) throws -> Int64 {
        try trial.evaluator().totals(of: trial.epoch.number, under: trial.registry).values.reduce(0, +)
    }

    @Test("is a chain of lines that say who had what evaluated for which purpose, and nothing of the elements")
    func chain() throws {
        let trial = try EvaluatorTrial()
        let answers = [try ask(trial, batch: 1, count: 2), try ask(trial, batch: 2)]
        let lines = try lines(trial)
        #expect(lines.count == 2)
        var previous = ""
        for (line, answer) in zip(lines, answers) {
            let object = try #require(StrictJSON.parseCanonical(Array(line.utf8)).object)
            #expect(object["prev"]?.string == previous)
            #expect(object["purpose"]?.string == "scam-prevention" && object["client"]?.string == "org.alpha")
            #expect(object["response"]?.string == (try DSSEEnvelope(parsing: answer)).payloadDigest.hex)
            #expect(!line.contains(trial.vector.cases[0].blinded))
            previous = SHA256.hash(Array(line.utf8)).hex
        }
    }

    @Test("holds a line of the longest names")
    func longest() throws {
        let request = try EvaluationRequest(
            epoch: EpochNumber(.max), evaluator: 255, client: EvaluatorTrial.member(String(repeating: "a", count: 63)),
            purpose: String(repeating: "\\", count: 64), part: BatchPart(batch: [UInt8](repeating: 255, count: 16), first: .max),
            elements: [[UInt8]](repeating: [UInt8](repeating: 2, count: 33), count: BlindedBatch.largestCount))
        let record = EvaluationRecord(request, requestDigest: .zero, response: .zero, at: now)
        #expect(record.line(after: .zero).count <= EvaluationLimits.recordLineBytes)
        #expect(EvaluationRecord(parsing: record.line(after: .zero), after: .zero) == record)
        #expect(EvaluationRecord(parsing: record.line(after: .zero), after: nil) == nil)
    }

    @Test("keeps a charge whose answer a crash swallowed, and gives that answer to whoever asks again")
    func crashAfterRecord() throws {
        let trial = try EvaluatorTrial()
        let answer = try ask(trial)
        // As the kill leaves it: the line is there, and the answer has not taken its place yet.
        let paths = try trial.home(of: 1).paths
        let day = "\(paths.answers)/\(now.day.iso8601)"
        let name = try #require(try Directory.names(in: day).first)
        try FileManager.default.moveItem(atPath: "\(day)/\(name)", toPath: "\(paths.answers)/staged/\(name)")
        #expect(try total(trial) == 1)
        #expect(try ask(trial) == answer)
        #expect(try total(trial) == 1)
        #expect(try Directory.names(in: "\(paths.answers)/staged").isEmpty)
    }

    @Test("charges nothing for an answer that was written and not recorded, and gives it to nobody")
    func crashBeforeRecord() throws {
        let trial = try EvaluatorTrial()
        let answer = try ask(trial)
        let paths = try trial.home(of: 1).paths
        let day = "\(paths.answers)/\(now.day.iso8601)"
        let name = try #require(try Directory.names(in: day).first)
        try FileManager.default.moveItem(atPath: "\(day)/\(name)", toPath: "\(paths.answers)/staged/\(name)")
        try Data().write(to: URL(filePath: record(trial)))
        #expect(try total(trial) == 0)
        #expect(try Directory.names(in: "\(paths.answers)/staged").isEmpty)
        #expect(try ask(trial) != answer)
        #expect(try total(trial) == 1)
    }

    @Test("loses a last line that a kill cut short, at every byte of it, and goes on", arguments: [1, 100, 400])
    func torn(left: Int) throws {
        let trial = try EvaluatorTrial()
        try ask(trial, batch: 1)
        let whole = try Data(contentsOf: URL(filePath: record(trial)))
        try ask(trial, batch: 2)
        let both = try Data(contentsOf: URL(filePath: record(trial)))
        try both.prefix(whole.count + left).write(to: URL(filePath: record(trial)))
        #expect(try total(trial) == 1)
        #expect(try Data(contentsOf: URL(filePath: record(trial))) == whole)
        try ask(trial, batch: 3)
        #expect(try lines(trial).count == 2 && total(trial) == 2)
    }

    @Test(
        "is refused with any other damage", arguments: ["first-gone", "changed", "swapped", "blank", "long", "carriage-return"])
    func damage(kind: String) throws {
        let trial = try EvaluatorTrial()
        for batch: UInt8 in 1...3 { try ask(trial, batch: batch) }
        var lines = try lines(trial)
        switch kind {
        case "first-gone": lines.removeFirst()
        case "changed": lines[1] = lines[1].replacing("\"n\":1", with: "\"n\":2")
        case "swapped": lines.swapAt(1, 2)
        case "blank": lines.insert("", at: 1)
        case "long": lines[1] += String(repeating: " ", count: EvaluationLimits.recordLineBytes)
        default: lines[2] += "\r"
        }
        try (lines.joined(separator: "\n") + "\n").write(toFile: record(trial), atomically: false, encoding: .utf8)
        #expect(throws: RecordError.self) { try trial.evaluator() }
    }

    @Test("counts nothing for an answer whose line cannot be written, gives it to nobody, and goes on when it can")
    func unwritable() throws {
        let trial = try EvaluatorTrial()
        let (evaluator, path) = (try trial.evaluator(), try record(trial))
        func ask(_ batch: UInt8) throws {
            let request = try trial.request(batch: batch)
            _ = try evaluator.answer(trial.envelope(request), from: request.client, under: trial.standing(), at: now)
        }
        try ask(1)
        let whole = try Data(contentsOf: URL(filePath: path))
        try FileManager.default.removeItem(atPath: path)
        try Directory.create(path)
        for _ in 0..<2 { #expect(try refusalCode { try ask(2) } == "-") }
        #expect(try Directory.names(in: "\(try trial.home(of: 1).paths.answers)/staged").isEmpty)
        try FileManager.default.removeItem(atPath: path)
        try whole.write(to: URL(filePath: path))
        try ask(2)
        let totals = try evaluator.totals(of: trial.epoch.number, under: trial.registry)
        #expect(totals.values.reduce(0, +) == 2)
        #expect(try lines(trial).count == 2)
    }

    @Test("belongs to one process at a time")
    func lock() throws {
        let trial = try EvaluatorTrial()
        let evaluator = try trial.evaluator()
        #expect(throws: RecordError.self) { try trial.evaluator() }
        _ = try evaluator.totals(of: trial.epoch.number, under: trial.registry)
    }

    @Test("drops the oldest answers for room, and never those of today")
    func room() throws {
        let trial = try EvaluatorTrial()
        var limits = EvaluationLimits.standard
        limits.answerCount = 2
        func ask(_ batch: UInt8, at time: Timestamp) throws -> [UInt8] {
            let request = try trial.request(batch: batch)
            return try trial.evaluator(limits: limits).answer(
                trial.envelope(request), from: request.client, under: trial.standing(), at: time)
        }
        let first = try ask(1, at: now)
        let second = try ask(2, at: now.adding(days: 1))
        _ = try ask(3, at: now.adding(days: 1))
        #expect(try refusalCode { _ = try ask(4, at: now.adding(days: 1)) } == "-")
        #expect(try ask(2, at: now.adding(days: 1)) == second)
        #expect(try total(trial) == 3)
        // What was dropped is evaluated anew, the day after, in the place of the others.
        #expect(try ask(1, at: now.adding(days: 2)) != first)
        #expect(try total(trial) == 4)
    }
}
