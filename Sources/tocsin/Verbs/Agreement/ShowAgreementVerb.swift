import Agreements
import ArgumentParser
import CanonicalCoding
import Exchange
import TransparencyLog
import Indicators
import CryptoPrimitives

/// `tocsin agreement show`: what an agreement says, and who has signed it.
struct ShowAgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an agreement: parties, time, rules, and with a note who has yet to sign.",
        discussion: """
            EXAMPLES
              tocsin agreement show harbour
              tocsin agreement show draft.jsonc all.note
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The agreement: a name, name@version, a digest or a file.", completion: .file()) var name: String
    @Argument(help: "A note with signatures, judged by the registry of this node.", completion: .file()) var note: String?

    func run() throws {
        let agreement = try AgreementFiles.any(name, home: home)
        let signed = try note.map { path in
            let registry = try Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys).registry()
            let signatures = try AgreementFiles.note(path)
            return try AgreementFiles.naming(path) {
                try SignedAgreement(agreement, note: signatures, registry: registry, at: clock.time())
            }
        }
        if output.json {
            Terminal.say(json: try Self.json(agreement, signed))
        } else {
            Self.print(agreement)
            if let signed { Self.print(signed) }
        }
        if let signed, !signed.missing.isEmpty { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    private static func json(_ agreement: Agreement, _ signed: SignedAgreement?) throws -> JSONValue {
        var answer = JSONObject()
        answer["digest"] = .string(agreement.digest.hex)
        answer["document"] = try StrictJSON.parse(agreement.bytes)
        answer["missing"] = signed.map { .array($0.missing.map { .string($0.name) }) }
        answer["signed"] = signed.map { .array($0.signers.sorted().map { .string($0.name) }) }
        return .object(answer)
    }

    private static func print(_ agreement: Agreement) {
        Terminal.say(Terminal.plain("\(agreement.id) version \(agreement.version): \(agreement.title)"))
        Terminal.say(Terminal.plain(agreement.summary))
        Terminal.say("digest  \(agreement.digest.hex)")
        Terminal.say("groups  \(agreement.groups.map(\.name).sorted().joined(separator: ", "))")
        Terminal.say("valid   \(agreement.valid.from.rfc3339) to \(agreement.end.rfc3339)")
        Terminal.say()
        var parties = Table("party", "name", "class", "country")
        for party in agreement.parties {
            parties.add(party.id.name, party.name, party.partyClass.rawValue, party.country.description)
        }
        parties.print()
        Terminal.say()
        var bases = Table("basis", "law", "direction", "from", "until")
        for basis in agreement.legal {
            bases.add(basis.ref, basis.citation, basis.direction.rawValue, basis.from.rfc3339, basis.until.rfc3339)
        }
        bases.print()
        Terminal.say()
        var rules = Table("rule", "clause", "effect", "stages", "fields")
        for rule in agreement.rules {
            let fields = rule.fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }
            rules.add(
                rule.id, rule.clause, rule.effect.rawValue, rule.stages.map(\.rawValue).sorted().joined(separator: ","),
                fields.joined(separator: " "))
        }
        rules.print()
    }

    private static func print(_ signed: SignedAgreement) {
        Terminal.say()
        Terminal.say("signed by    \(signed.signers.map(\.name).sorted().joined(separator: ", "))")
        guard !signed.missing.isEmpty else { return }
        Terminal.say("yet to sign  \(signed.missing.map(\.name).joined(separator: ", "))")
    }
}
