public import ArgumentParser
import CanonicalCoding
import Exchange
import LedgerFiles

/// `tocsin audit egress-diff`: did anything leave that policy did not allow?
struct AuditEgressVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "egress-diff", abstract: "Read every kept stream that left anew, and hold it against its decision.",
        discussion: """
            Exit code 1 when something left that was not allowed. Streams that are no longer kept, and transfers that no agreement \
            decided, are counted.

            EXAMPLE
              tocsin audit egress-diff --from 2026-11-01 --to 2026-11-30
            """)

    @OptionGroup var options: AuditOptions
    @OptionGroup var filter: AuditFilterOptions

    func run() throws {
        let chosen = try filter.filter()
        try options.ask("egress-diff", chosen.json) { try $0.egressDifferences(chosen) }
    }
}

/// `tocsin audit denials`: what policy denied.
struct AuditDenialsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "denials", abstract: "What policy denied, and which condition was lacking.",
        discussion: """
            EXAMPLES
              tocsin audit denials --by reason
              tocsin audit denials --by recipient --from 2026-11-01 --json
            """)

    @OptionGroup var options: AuditOptions
    @OptionGroup var filter: AuditFilterOptions
    @Option(name: .long, help: "What to count by: \(DenialGrouping.allCases.map(\.rawValue).joined(separator: ", ")).")
    var by: DenialGrouping = .reason

    func run() throws {
        try options.requireSight(of: "--kind", filter.kind)
        let chosen = try filter.filter()
        var kept = chosen.json
        kept["by"] = .string(by.rawValue)
        try options.ask("denials", kept) { try $0.denials(by: by, chosen) }
    }
}

extension DenialGrouping: ExpressibleByArgument {}

/// `tocsin audit partner`: what came from a member, and what went to it.
struct AuditPartnerVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partner", abstract: "What a member sent and what was rejected of it; what was sent to it.",
        discussion: """
            EXAMPLES
              tocsin audit partner org.beta --in
              tocsin audit partner org.beta --out --json
            """)

    @OptionGroup var options: AuditOptions
    @OptionGroup var filter: AuditFilterOptions
    @Flag(name: .customLong("in"), help: "What it sent.") var incoming = false
    @Flag(name: .customLong("out"), help: "What was sent to it.") var outgoing = false
    @Argument(help: "The member.") var partner: String

    func validate() throws {
        try ParserCheck.run {
            guard incoming != outgoing else { throw Failure(.usage, "one question at a time", hint: "--in, or --out") }
        }
    }

    func run() throws {
        let chosen = try filter.filter()
        var kept = chosen.json
        kept["partner"] = .string(partner)
        try options.ask(incoming ? "partner.in" : "partner.out", kept) { view in
            try incoming ? view.received(from: partner, chosen) : view.sent(to: partner, chosen)
        }
    }
}
