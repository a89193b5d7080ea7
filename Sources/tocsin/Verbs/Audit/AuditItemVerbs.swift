import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators

/// `tocsin audit item`: where an indicator went, and in which form.
struct AuditItemVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "item",
        abstract: "Who received an indicator, when, under what; in which form each field left for one member.",
        discussion: """
            The indicator itself is not kept in the log: the question is on record by its name in the node's index. --kind \
            names its kind where it cannot be guessed. A member follows --to, so times are --from and --until.

            EXAMPLES
              tocsin audit item +442079460123 --recipients
              tocsin audit item +442079460123 --to org.beta --fields --json
            """)

    @OptionGroup var options: AuditOptions
    @Option(name: .long, help: "Transfers of this time and later.") var from: String?
    @Option(name: .long, help: "Transfers before this time.") var until: String?
    @Option(name: .long, help: "The kind of the indicator, or `auto`.") var kind = "auto"
    @Option(name: .long, help: "Numbering plan for national phone numbers.") var region: String?
    @Flag(name: .long, help: "Who received it.") var recipients = false
    @Option(name: .customLong("to"), help: "With --fields: the member that received it.") var recipient: String?
    @Flag(name: .long, help: "In which form each field left.") var fields = false
    @Argument(help: "The indicator.") var value: String

    func validate() throws {
        try ParserCheck.run {
            guard recipients != fields, fields == (recipient != nil) else {
                throw Failure(.usage, "one question at a time", hint: "--recipients, or --to MEMBER --fields")
            }
            _ = try filter()
        }
    }

    func run() throws {
        let node = try options.node()
        let question = QuestionOptions.named(kind: kind, region: region)
        let item = try AuditedItem(
            value, kind: question.kind(of: value), region: question.regionCode(), in: node)
        let filter = try filter()
        var kept = item.filter
        for member in filter.json.members { kept[member.key] = member.value }
        if let recipient { kept["member"] = .string(recipient) }
        try options.ask(fields ? "item.fields" : "item.recipients", kept, of: node) { view in
            guard let recipient else { return try view.recipients(of: item, filter) }
            return try view.fields(of: item, to: recipient, filter)
        }
    }

    private func filter() throws -> AuditFilter {
        var filter = AuditFilter()
        filter.from = try from.map { try AuditFilterOptions.time($0, "--from", endOfDay: false) }
        filter.until = try until.map { try AuditFilterOptions.time($0, "--until", endOfDay: true) }
        return filter
    }
}

/// `tocsin audit lookups`: who asked about an indicator.
struct AuditLookupsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookups", abstract: "Who looked an indicator up, when, why, and what they saw.",
        discussion: """
            Lookups that found nothing are listed, too. The question itself is an entry, and names the indicator as lookups do. \
            --json also gives the decisions behind each answer, for tocsin audit replay. Not for auditors, who do not see of which \
            indicator a lookup was.

            EXAMPLE
              tocsin audit lookups --subject +442079460123
            """)

    @OptionGroup var options: AuditOptions
    @OptionGroup var filter: AuditFilterOptions
    @Option(name: .long, help: "The indicator.") var subject: String
    @Option(name: .long, help: "Numbering plan for national phone numbers.") var region: String?

    func run() throws {
        try options.requireSight(of: "--subject", subject)
        let node = try options.node()
        let question = QuestionOptions.named(kind: filter.kind ?? "auto", region: region)
        let item = try AuditedItem(
            subject, kind: question.kind(of: subject), region: question.regionCode(), in: node)
        var chosen = try filter.filter()
        chosen.kind = nil
        var kept = item.filter
        for member in chosen.json.members { kept[member.key] = member.value }
        try options.ask("lookups", kept, of: node) { try $0.lookups(of: item, chosen) }
    }
}
