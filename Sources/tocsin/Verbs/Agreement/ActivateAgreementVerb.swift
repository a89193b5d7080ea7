import Agreements
import ArgumentParser
import CanonicalCoding
import Exchange
import Indicators
import CryptoPrimitives

/// `tocsin agreement activate`: put an agreement in force at this node.
struct ActivateAgreementVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Put an agreement that all parties signed in force at this node.",
        discussion: """
            All signatures are checked with the registry in force, which must have the groups and must have listed the keys that the \
            document gives; the audit log has the activation before it counts. From then on the groups of the agreement are under \
            agreements: what they do not allow does not pass, also after they end. A next version takes the place of the one it \
            names in `supersedes`. Exit 1 for a version that was activated before and is superseded.

            EXAMPLE
              tocsin agreement activate draft.jsonc all.note
            """)

    @OptionGroup var home: HomeOptions
    @OptionGroup var clock: ClockOptions
    @OptionGroup var grounds: GroundsOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The document, or the draft it was signed as.", completion: .file()) var file: String
    @Argument(help: "The note with all signatures.", completion: .file()) var note: String

    func run() throws {
        let agreement = try AgreementFiles.agreement(file)
        let signatures = try AgreementFiles.note(note)
        let node = try home.node(for: .writing)
        try clock.requireRealTime(in: node)
        node.actor = try grounds.person()
        let time = try clock.time()
        let held = try AgreementFiles.naming(note) { try node.activate(agreement, note: signatures, at: time) }
        say(held, isSuperseded: held.isSuperseded(at: time), at: time)
        if held.isSuperseded(at: time) { throw ExitCode(FailureCode.clearNo.rawValue) }
    }

    private func say(_ held: HeldAgreement, isSuperseded: Bool, at time: Timestamp) {
        let agreement = held.agreement
        let state = isSuperseded ? "superseded" : AgreementWords.state(held.status(at: time))
        guard !output.json else {
            Terminal.say(json: [
                "digest": .string(agreement.digest.hex), "id": .string(agreement.id), "state": .string(state),
                "version": .integer(agreement.version),
            ])
            return
        }
        let period = isSuperseded ? "since \(held.superseded?.rfc3339 ?? "")" : "until \(agreement.end.rfc3339)"
        Terminal.say("\(agreement.id) version \(agreement.version): \(state) \(period)")
        Terminal.say("digest  \(agreement.digest.hex)")
        Terminal.say("groups  \(agreement.groups.map(\.name).sorted().joined(separator: ", "))")
    }
}

/// States of agreements in words.
enum AgreementWords {
    static func state(_ status: AgreementStanding.Status) -> String {
        switch status {
        case .draft: "draft"
        case .partlySigned: "unsigned"
        case .signed: "signed"
        case .active: "active"
        case .suspended: "suspended"
        case .expired: "expired"
        }
    }
}
