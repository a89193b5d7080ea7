import Agreements
import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import CryptoPrimitives

/// `tocsin agreement status`: which agreements are active, expiring, unsigned or suspended.
struct StatusAgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "List the agreements of this node: active, expiring, unsigned, suspended.",
        discussion: """
            Warnings come 30, 7 and 1 day before an agreement or one of its legal bases ends, and where another agreement of as many \
            parties decides in its place. Exit 1 when there is a warning, or an agreement that is not signed by all, suspended or \
            over.

            EXAMPLE
              tocsin agreement status --at 2027-01-15T00:00:00Z
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let node = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys)
        let entries = try AgreementReview(node, at: clock.time()).entries
        let tree = try node.treeStatement()
        if output.json {
            Terminal.say(json: ["agreements": .array(entries.map(Self.json)), "tree": tree.json])
        } else {
            Self.print(entries)
            Terminal.say(tree.sentence)
        }
        let needsCare = entries.contains { entry in
            switch entry.status {
            case .draft, .partlySigned, .suspended, .expired: true
            default: !entry.warnings.isEmpty
            }
        }
        if needsCare { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    private static func print(_ entries: [AgreementReview.Entry]) {
        guard !entries.isEmpty else {
            Terminal.say("no agreement was signed or activated here")
            return
        }
        var table = Table("agreement", "version", "state", "groups", "until", "to see to")
        for entry in entries {
            let agreement = entry.agreement
            table.add(
                agreement.id, String(agreement.version), AgreementWords.state(entry.status),
                agreement.groups.map(\.name).sorted().joined(separator: ","), agreement.end.rfc3339,
                (people(entry.status) + entry.warnings.map(\.description)).joined(separator: "; "))
        }
        table.print()
    }

    private static func people(_ status: AgreementStanding.Status) -> [String] {
        switch status {
        case .draft: ["not signed by anybody"]
        case .partlySigned(let missing): ["not signed by \(missing.map(\.name).joined(separator: ", "))"]
        case .suspended(let by): ["by \(by.map(\.name).joined(separator: ", "))"]
        default: []
        }
    }

    private static func json(_ entry: AgreementReview.Entry) -> JSONValue {
        let agreement = entry.agreement
        var missing: [JSONValue] = []
        var suspendedBy: [JSONValue] = []
        switch entry.status {
        case .partlySigned(let members): missing = members.map { .string($0.name) }
        case .suspended(let members): suspendedBy = members.map { .string($0.name) }
        case .draft: missing = agreement.parties.map { .string($0.id.name) }
        default: break
        }
        return [
            "digest": .string(agreement.digest.hex), "from": .string(agreement.valid.from.rfc3339),
            "groups": .array(agreement.groups.map(\.name).sorted().map { .string($0) }), "id": .string(agreement.id),
            "missing": .array(missing), "state": .string(AgreementWords.state(entry.status)),
            "suspended_by": .array(suspendedBy), "until": .string(agreement.end.rfc3339),
            "version": .integer(agreement.version), "warnings": .array(entry.warnings.map(json)),
        ]
    }

    private static func json(_ warning: AgreementReview.Warning) -> JSONValue {
        switch warning {
        case .ends(let days): ["code": "ends", "days": .integer(days)]
        case .lapses(let ref, let days): ["code": "basis-lapses", "days": .integer(days), "ref": .string(ref)]
        case .lapsed(let ref): ["code": "basis-lapsed", "ref": .string(ref)]
        case .reviewDue: ["code": "review-due"]
        case .yields(let other, let groups):
            ["code": "yields", "groups": .array(groups.map { .string($0.name) }), "to": .string(other)]
        }
    }
}
