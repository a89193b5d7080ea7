import ArgumentParser
import Blinding
import CanonicalCoding
import Exchange
import Indicators
import LedgerFiles
import NodeAPI

/// `tocsin lookup --at-peer`: what another member's node holds about values, asked for by buckets.
struct PeerLookup {
    let peer: MemberID
    let home: HomeOptions
    let secrets: PassphraseOptions
    let question: QuestionOptions
    let asJSON: Bool

    func run(_ values: [String], _ node: Node, _ grounds: QueryGrounds, at time: Timestamp) async throws {
        let step = EvaluationStep(home: home, secrets: secrets, purpose: grounds.purpose, time: time)
        let known = try await step.run(try question.inputs(of: values, home))
        let questions = try values.map { value in
            try BucketLookup.question(
                value, kind: try question.kind(of: value), region: try question.regionCode(), at: node, time: time)
        }
        let wiring = try known ?? NodeWiring(home, secrets, isQuiet: true)
        let answers = try await wiring.withClient { client in
            let lookup = BucketLookup(at: peer, over: client, for: grounds)
            var answers: [BucketLookup.Answer] = []
            for question in questions { answers.append(try await ask(question, lookup, node, grounds)) }
            return answers
        }
        show(answers)
        if answers.allSatisfy(\.matches.isEmpty) { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    /// Asks, with the question in the audit log before it leaves, and what came in it before anything is shown.
    private func ask(
        _ question: BucketLookup.Question, _ lookup: BucketLookup, _ node: Node, _ grounds: QueryGrounds
    ) async throws -> BucketLookup.Answer {
        try note(question, ["status": "asked"], node, grounds)
        let answer: BucketLookup.Answer
        do { answer = try await lookup.ask(question) } catch { throw worded(error) }
        try note(question, answer.logged, node, grounds)
        return answer
    }

    @inline(never)
    private func note(_ question: BucketLookup.Question, _ results: JSONValue, _ node: Node, _ grounds: QueryGrounds) throws {
        var log = try QueryLog(node, grounds: grounds)
        try log.note(question.kind, question.canonical, results: results, askedAt: peer)
        try log.commit()
    }

    private func worded(_ error: any Error) -> any Error {
        switch error {
        case let problem as Problem:
            let code: FailureCode = problem.kind == .forbidden ? .clearNo : .network
            return Failure(
                code, "\(peer.name) does not answer the question: \(problem.detail)",
                hint: code == .clearNo ? "see tocsin agreement show for what it lets be asked" : "ask again later",
                protocolCode: problem.code.isEmpty ? nil : problem.code)
        case let failure as PeerFailure:
            return Failure(.network, failure.description, hint: "see tocsin peer list for the address that is known")
        case is DocumentFault:
            return Failure(.network, "\(peer.name) does not answer in this protocol", hint: "ask which software it runs")
        default: return error
        }
    }

    private func show(_ answers: [BucketLookup.Answer]) {
        if asJSON { return answers.forEach { Terminal.say(json: $0.json(at: peer)) } }
        var table = Table(columns: ["value", "kind", "publisher", "says", "conf", "scam", "last", "pop"])
        for answer in answers {
            if answer.matches.isEmpty {
                table.add(
                    cells: [answer.question.input, answer.question.kind.name, "", "unknown"] + Array(repeating: "", count: 4))
            }
            for match in answer.matches { table.add(cells: row(answer.question, match)) }
        }
        table.print()
        for answer in answers {
            for match in answer.matches { if let opened = match.opened { tell(opened, match) } }
            Terminal.note(
                "compared here with \(answer.tagCount.grouped) tags of \(peer.name); \(answer.bitCount) bits of the tag were told"
            )
        }
    }

    private func row(_ question: BucketLookup.Question, _ match: BucketLookup.Match) -> [String] {
        let core = match.row.core.object
        func text(_ name: String) -> String { core?[name]?.string ?? core?[name]?.integer.map { "\($0)" } ?? "" }
        return [
            question.input, question.kind.name, match.row.publisher.name, text("type"), text("conf"), text("scam"), text("last"),
            match.isProven ? "valid" : "E_POP",
        ]
    }

    private func tell(_ opened: JSONValue, _ match: BucketLookup.Match) {
        let text = String(decoding: opened.canonicalBytes(), as: UTF8.self)
        Terminal.say("opened, from \(match.row.publisher.name): \(text)")
    }
}
