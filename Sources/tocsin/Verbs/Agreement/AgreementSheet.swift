import Agreements
import CanonicalCoding
import CryptoPrimitives
import Exchange
import Indicators

/// An agreement as people read it: who, when, why, and what each rule says, in lines of the usual width.
struct AgreementSheet {
    let agreement: Agreement
    /// How it stands at this node; nothing where no node was asked.
    let state: AgreementState?

    func print() {
        Wrapping.say("\(agreement.id) version \(agreement.version): \(agreement.title)")
        Wrapping.say(agreement.summary)
        Terminal.say("digest  \(agreement.digest.hex)")
        if let state { Wrapping.say(state.sentence, after: "state   ") }
        Wrapping.say(agreement.groups.map(\.name).sorted().joined(separator: ", "), after: "groups  ")
        Terminal.say("valid   \(agreement.valid.from.rfc3339) to \(agreement.end.rfc3339)")
        Terminal.say()
        for party in agreement.parties { say(party) }
        Terminal.say()
        for basis in agreement.legal { say(basis) }
        let document = try? StrictJSON.parse(agreement.bytes)
        for rule in document?.object?["rules"]?.array ?? [] {
            Terminal.say()
            say(rule)
        }
    }

    private func say(_ party: AgreementParty) {
        Wrapping.say("party \(party.id.name): \(party.name)")
        Wrapping.say(
            "\(party.partyClass.rawValue), \(party.capacity.rawValue.replacing("_", with: " ")), \(party.country.description)",
            after: "  class   ")
    }

    private func say(_ basis: LegalBasis) {
        Wrapping.say("legal basis \(basis.ref): \(basis.citation)")
        let classes = basis.recipientClasses.map { $0.map(\.rawValue).sorted().joined(separator: ", ") } ?? "everybody"
        Wrapping.say("\(basis.direction.rawValue), to \(classes)", after: "  for     ")
        let pending = basis.isAssessmentPending ? "; an assessment is pending" : ""
        Wrapping.say("\(basis.from.rfc3339) to \(basis.until.rfc3339)\(pending)", after: "  valid   ")
    }

    /// A rule in the words of the document.
    private func say(_ value: JSONValue) {
        guard let rule = value.object else { return }
        Wrapping.say("rule \(text(rule, "id")): \(text(rule, "effect")), clause \(text(rule, "clause"))")
        for member in ["stages", "from", "to", "types"] { say(rule[member].map(Self.words) ?? "", as: member) }
        say((rule["when"]?.object?.members ?? []).map(Self.condition).joined(separator: "; "), as: "when")
        say((rule["fields"]?.object?.members ?? []).map(Self.condition).joined(separator: ", "), as: "fields")
        say(rule["duties"].map(Self.words) ?? "", as: "duties")
    }

    private func say(_ text: String, as member: String) {
        guard !text.isEmpty else { return }
        Wrapping.say(text, after: "  \(member)\(String(repeating: " ", count: 8 - member.count))")
    }

    private func text(_ object: JSONObject, _ member: String) -> String { object[member]?.string ?? "" }

    private static func condition(_ member: JSONObject.Member) -> String {
        if member.value.bool == true { return member.key }
        if let parts = member.value.object?.members { return "\(member.key) \(parts.map(condition).joined(separator: ", "))" }
        return "\(member.key) \(words(member.value))"
    }

    private static func words(_ value: JSONValue) -> String {
        if let list = value.array { return list.map(words).joined(separator: ", ") }
        return value.string ?? value.integer.map { "\($0)" } ?? ""
    }
}

/// How an agreement stands at a node.
enum AgreementState {
    /// It was activated here.
    case held(HeldAgreement, AgreementStanding.Status, isSuperseded: Bool)
    /// It was signed here and is not in force.
    case proposed(AgreementStanding.Status)
    /// The node does not know it.
    case unknown

    /// Asks a node.
    init(of agreement: Agreement, at node: Node, time: Timestamp) throws {
        if let held = try NodeAgreements(node)[agreement.digest] {
            self = .held(held, held.status(at: time), isSuperseded: held.isSuperseded(at: time))
        } else if let proposal = try node.proposals().first(where: { $0.agreement == agreement }) {
            self = .proposed(try node.standing(of: proposal, at: time).status(of: agreement, at: time))
        } else {
            self = .unknown
        }
    }

    /// One word, as `--json` has it.
    var word: String {
        switch self {
        case .held(_, _, isSuperseded: true): "superseded"
        case .held(_, let status, _), .proposed(let status): AgreementWords.state(status)
        case .unknown: "unknown"
        }
    }

    /// Those that suspended it.
    var suspendedBy: [MemberID] {
        switch self {
        case .held(_, .suspended(let members), isSuperseded: false): members
        default: []
        }
    }

    /// The state for people.
    var sentence: String {
        switch self {
        case .held(let held, _, isSuperseded: true): "superseded since \(held.superseded?.rfc3339 ?? "")"
        case .held(let held, let status, _):
            switch status {
            case .active: "active; activated \(held.activated.rfc3339)"
            case .suspended(let members): "suspended by \(names(members)); activated \(held.activated.rfc3339)"
            case .expired: "over since \(held.agreement.end.rfc3339)"
            default: "activated \(held.activated.rfc3339), and not begun"
            }
        case .proposed(.partlySigned(let missing)): "not signed by \(names(missing))"
        case .proposed(.signed): "signed by all, not activated here"
        case .proposed(let status): "\(AgreementWords.state(status)), not activated here"
        case .unknown: "neither signed nor activated here"
        }
    }

    private func names(_ members: [MemberID]) -> String { members.map(\.name).sorted().joined(separator: ", ") }
}
