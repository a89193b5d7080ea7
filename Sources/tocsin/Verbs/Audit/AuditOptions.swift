import ArgumentParser
import CanonicalCoding
import Exchange
import Foundation
import Indicators
import LedgerFiles

/// What every question to the audit log takes: the home, who asks and why, the form of the answer.
struct AuditOptions: ParsableArguments {
    @OptionGroup var home: HomeOptions
    @OptionGroup var output: OutputOptions
    @Option(name: .customLong("as"), help: "Your pseudonym in the audit log. Default: TOCSIN_ACTOR, else `operator`.")
    var pseudonym: String?
    @Option(name: .long, help: "In which capacity: \(Actor.roles.joined(separator: ", ")). An auditor sees no value.")
    var actingAs = "operator"
    @Option(name: .long, help: "What the question is for.") var purpose = "compliance.audit"
    @Option(name: .long, help: "Why, in your own words; kept in the audit log.") var justification: String?
    @Option(name: .customLong("case"), help: "The case it belongs to.") var caseReference: String?

    func validate() throws {
        try ParserCheck.run {
            _ = try person()
            _ = try grounds("")
        }
    }

    /// Whoever asks.
    func person() throws -> Actor { try GroundsOptions.person(named: pseudonym, as: actingAs) }

    /// The grounds of one question.
    func grounds(_ question: String) throws -> QueryGrounds {
        try GroundsOptions.grounds(
            of: "audit \(question)", purpose: purpose, justification: justification, caseReference: caseReference)
    }

    /// The home, with whoever asks.
    func node() throws -> Node {
        let node = try home.node(for: .reading)
        node.actor = try person()
        return node
    }

    /// Asks one question and shows its answer; a clear no is exit code 1.
    ///
    /// - Parameter filter: what the log keeps of the question.
    func ask(
        _ question: String, _ filter: JSONObject, of node: Node? = nil, _ body: (AuditView) throws -> AuditAnswer
    ) throws {
        let view = try view(question, filter, of: node ?? self.node())
        try AuditReport(question: question, filter: filter, view: view).show(body(view), asJSON: output.json)
    }

    /// Looks into the log; on record, unless the log takes no entries.
    func view(_ question: String, _ filter: JSONObject, of node: Node) throws -> AuditView {
        try AuditView(node, question, filter: filter, grounds: grounds(question), evenUnrecorded: true)
    }

    /// Asks about the log itself. The answer is given also when there is no tree to be stated.
    func askOfLog(_ question: String, _ body: (Node) throws -> AuditAnswer) throws {
        let node = try node()
        let report: AuditReport
        do {
            report = AuditReport(question: question, filter: [:], view: try view(question, [:], of: node))
        } catch  where AuditView.leavesReading(error) {
            report = AuditReport(question: question, filter: [:], refusal: error)
        }
        try report.show(body(node), asJSON: output.json)
    }

    /// An auditor who may choose entries by what is withheld could tell the values from the answers.
    func requireSight(of option: String, _ value: String?) throws {
        guard value != nil, actingAs == "auditor" else { return }
        throw Failure(
            .usage, "\(option) chooses by a value that an auditor does not see",
            hint: "leave it away, or let somebody ask in another capacity")
    }
}

/// Which entries a question is about.
struct AuditFilterOptions: ParsableArguments {
    @Option(name: .long, help: "Entries of this time and later: 2026-11-01, or with a time as 2026-11-01T08:00:00Z.")
    var from: String?
    @Option(name: .long, help: "Entries before this time; a day counts to its end.") var to: String?
    @Option(name: .long, help: "Entries about this member.") var member: String?
    @Option(name: .long, help: "Entries about indicators of this kind.") var kind: String?
    @Option(name: .long, help: "Entries under this agreement: its id, or eight characters of its digest or more.")
    var agreement: String?
    @Option(name: .customLong("actor"), help: "Entries of this person, by pseudonym.") var filteredActor: String?

    func validate() throws { try ParserCheck.run { _ = try filter() } }

    func filter() throws -> AuditFilter {
        var filter = AuditFilter()
        filter.from = try from.map { try Self.time($0, "--from", endOfDay: false) }
        filter.until = try to.map { try Self.time($0, "--to", endOfDay: true) }
        filter.member = try member.map { try Self.word($0, "--member") }
        filter.kind = try kind.map { try Self.word($0, "--kind") }
        filter.agreement = try agreement.map { try Self.word($0, "--agreement") }
        filter.actor = try filteredActor.map { try Self.word($0, "--actor") }
        return filter
    }

    /// Reads a time, or a day.
    static func time(_ text: String, _ option: String, endOfDay: Bool) throws -> Timestamp {
        guard let time = AuditFilter.time(text, endOfDay: endOfDay) else {
            throw Failure(.usage, "\(option) is not a time", hint: "write it as 2026-12-01 or 2026-12-01T00:00:00Z, in UTC")
        }
        return time
    }

    /// A filter is kept in the log and in manifests: one line, not too long.
    private static func word(_ text: String, _ option: String) throws -> String {
        guard AuditFilter.isWord(text) else {
            throw Failure(
                .usage, "\(option) is not usable", hint: "1 to \(AuditFilter.longestWordBytes) characters of ASCII without blanks"
            )
        }
        return text
    }
}

extension ClockOptions {
    /// What the machine's clock shows.
    static var now: Timestamp { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }
}
