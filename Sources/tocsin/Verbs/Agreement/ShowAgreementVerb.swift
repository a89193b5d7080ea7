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
        commandName: "show", abstract: "Show an agreement: state, parties, time, rules, and with a note who has yet to sign.",
        discussion: """
            The state is what this node knows of it: active, suspended, superseded, not signed. A file is shown without one where \
            there is no node.

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
        let state = try state(of: agreement)
        if output.json {
            Terminal.say(json: try Self.json(agreement, signed, state))
        } else {
            AgreementSheet(agreement: agreement, state: state).print()
            if let signed { Self.print(signed) }
        }
        if let signed, !signed.missing.isEmpty { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    /// What the node knows, if there is one.
    private func state(of agreement: Agreement) throws -> AgreementState? {
        guard let node = try? Node(opening: home.path, allowsExampleKeys: home.allowExampleKeys) else { return nil }
        return try AgreementState(of: agreement, at: node, time: clock.time())
    }

    private static func json(
        _ agreement: Agreement, _ signed: SignedAgreement?, _ state: AgreementState?
    ) throws -> JSONValue {
        var answer = JSONObject()
        answer["digest"] = .string(agreement.digest.hex)
        answer["document"] = try StrictJSON.parse(agreement.bytes)
        answer["missing"] = signed.map { .array($0.missing.map { .string($0.name) }) }
        answer["signed"] = signed.map { .array($0.signers.sorted().map { .string($0.name) }) }
        answer["state"] = state.map { .string($0.word) }
        answer["suspended_by"] = state.map { .array($0.suspendedBy.map { .string($0.name) }) }
        return .object(answer)
    }

    private static func print(_ signed: SignedAgreement) {
        Terminal.say()
        Wrapping.say(signed.signers.map(\.name).sorted().joined(separator: ", "), after: "signed by    ")
        guard !signed.missing.isEmpty else { return }
        Wrapping.say(signed.missing.map(\.name).joined(separator: ", "), after: "yet to sign  ")
    }
}
