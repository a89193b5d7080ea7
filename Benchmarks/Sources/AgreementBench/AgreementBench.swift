import Agreements
import CanonicalCoding
import Foundation
import Indicators

/// Measures decisions: the rows of a bundle sorted into classes and each class decided once, against one decision a row.
///
/// `agreement-bench AGREEMENT [ROWS]`: the agreement is a draft, as in `agreements-example/task-force.json`.
@main
struct AgreementBench {
    private let agreement: Agreement
    private let from: MemberID
    private let to: MemberID
    private let time: Timestamp
    private let columns = ["core", "ctx", "note", "value"]

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let path = arguments.first else {
            print("usage: agreement-bench AGREEMENT [ROWS]")
            return
        }
        let rows = arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
        try AgreementBench(path).run(rows: rows)
    }

    private init(_ path: String) throws {
        agreement = try Agreement(draft: Array(try Data(contentsOf: URL(filePath: path))))
        let parties = agreement.parties.map(\.id)
        guard parties.count >= 2, let time = Timestamp(rfc3339: "2026-11-28T12:00:00Z") else { exit(2) }
        (from, to, self.time) = (parties[0], parties[1], time)
    }

    private func run(rows: Int) throws {
        let classes = measure("rows by class", rows) { decideByClass(rows: rows) }
        print("\(classes) classes")
        let few = min(rows, 20_000)
        _ = measure("each row alone", few) { decideEach(rows: few) }
    }

    /// The number of classes.
    private func decideByClass(rows: Int) -> Int {
        var count = 0
        for kind in ["url", "phone", "btc", "acct"] {
            let segment = RowClass(kind: kind, tlp: "AMBER", rows: 0, columns: columns)
            var classifier = RowClassifier(agreement: agreement, segment: segment)
            for number in 0..<rows / 4 { _ = classifier.classify(facts(number)) }
            count += DecisionEngine.decide(input(classifier.classes), under: agreement).classes.count
        }
        return count
    }

    /// The number of rows that may pass.
    private func decideEach(rows: Int) -> Int {
        var count = 0
        for number in 0..<rows {
            let facts = facts(number)
            let row = RowClass(
                kind: ["url", "phone", "btc", "acct"][number & 3], tlp: "AMBER", subject: facts.subject.rawValue,
                confidence: facts.confidence, age: facts.age, columns: columns)
            if DecisionEngine.decide(input([row]), under: agreement).outcome == .allow { count += 1 }
        }
        return count
    }

    private func facts(_ number: Int) -> RowFacts {
        let subjects = [SubjectClass.suspect, .unknown, .business]
        return RowFacts(subject: subjects[number % 3], confidence: Int64(number % 101), age: Int64(number % 400))
    }

    private func input(_ classes: [RowClass]) -> DecisionInput {
        var input = DecisionInput(
            stage: .send, time: time, actor: DecisionInput.Actor(member: from, name: "bench", role: "operator"), from: from,
            to: to,
            agreement: agreement.digest,
            standing: AgreementStanding(signers: agreement.parties.map(\.id), activated: agreement.valid.from), classes: classes,
            purpose: "prevention")
        input.authenticated = [from, to].sorted()
        input.group = agreement.groups.sorted { $0.name < $1.name }.first
        return input
    }

    private func measure(_ name: String, _ rows: Int, _ body: () -> Int) -> Int {
        let start = ContinuousClock.now
        let result = body()
        let elapsed = ContinuousClock.now - start
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        print("\(name): \(rows) rows, \(Int(Double(rows) / seconds)) rows/s")
        return result
    }
}
