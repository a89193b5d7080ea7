internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import TransparencyLog

/// The agreement of a lab: what the disclosure profiles of its homes may allow, as rules, and everything a member does with its own node.
struct LabAgreement {
    let agreement: Agreement
    /// Every party's signature.
    let note: SignedNote
    /// From when on it counts; long before the lab, so that a verb may be asked about any day.
    let from: Timestamp

    /// What the agreement needs of a member.
    struct Party {
        let member: Lab.Member
        let signer: NoteSigner
    }

    /// As many parties as one note has signature lines; a larger lab, and one of a single member, has no agreement.
    static let partyCounts = 2...SignedNote.signatureLimit

    init(_ parties: [Party], group: GroupID, at time: Timestamp) throws {
        from = time.adding(days: -Self.lifeDays)
        let until = time.adding(days: Self.lifeDays)
        let names = JSONValue.array(parties.map { .string($0.member.id.name) })
        let document: JSONValue = [
            "v": 1, "type": "agreement", "id": "lab", "version": 1, "supersedes": "", "mode": "hub",
            "groups": [.string(group.name)], "title": "Lab agreement",
            "summary": "Made with the lab, for trying things out. Nobody agreed to anything.",
            "text_sha256": .string(SHA256.hash("lab").hex), "languages": ["en"],
            "parties": .array(parties.map(Self.party)),
            "valid": [
                "from": .string(from.rfc3339), "until": .string(until.rfc3339), "review_by": .string(until.rfc3339),
                "notice_days": 0, "suspended_by": names,
            ],
            "legal": [Self.basis(from, until)], "vocab": PinnedVocabulary.current.jsonValue,
            "rules": .array(Self.rules(parties)),
            "retention": Self.retention, "rights": Self.rights(names), "assurance": Self.assurance,
            "enforcement": ["warn": 600_000, "block": 900_000, "actions": Self.everyAction],
            "feedback": ["within": "P30D", "outcomes": ["confirmed-scam"], "owed_by": []],
            "incident": ["contact": "lab@example.com", "notify_hours": 24, "kill_switch": true], "public": ["id", "title"],
        ]
        agreement = try Agreement(parsing: document.canonicalBytes())
        let text = AgreementNote.text(for: agreement)
        note = try SignedNote(text: text, signatures: parties.map { try $0.signer.signature(for: text) })
    }

    private static let lifeDays: Int64 = 3_650
    private static let noCountry = "ZZ"

    private static func party(_ party: Party) -> JSONValue {
        // Hubs, mirrors, evaluators and witnesses are parties of no class of their own; rules name them.
        let partyClass = AgreementParty.PartyClass(rawValue: party.member.role) ?? .ngo
        return [
            "id": .string(party.member.id.name), "name": .string("\(party.member.id.name) (lab)"),
            "class": .string(partyClass.rawValue),
            "government": .bool([AgreementParty.PartyClass.lawEnforcement, .regulator].contains(partyClass)),
            "capacity": "controller",
            "country": .string(noCountry), "dpo": "dpo@example.com", "keys": ["agree": .string(party.signer.key.text)],
        ]
    }

    /// Everybody may do everything: in a sandbox the member's own profile is the only limit.
    private static let everyAction = JSONValue.array(
        AgreementParty.PartyClass.allCases.map { partyClass in
            [
                "allow": .array(EnforcementTerms.Action.allCases.map { .string($0.rawValue) }),
                "class": .string(partyClass.rawValue),
            ]
        })

    private static let retention: JSONValue = [
        "entries": [["types": ["*"], "holders": ["*"], "default": "P10Y", "max": "P10Y"]], "deletion_proof": false,
        "backup_lag": "P30D",
    ]

    private static let assurance: JSONValue = [
        "witness_quorum": 0, "receipt_within": "P1D", "mirrors": [], "audit_access": [], "independent_audit": "P1Y",
    ]

    private static func rights(_ names: JSONValue) -> JSONValue {
        [
            "erase_within": "P30D", "correct_within": "P30D", "answered_by": names,
            "hold": ["asked_by": [], "written": true, "max_days": 90, "oral_max_days": 30], "staff_pseudonyms": true,
        ]
    }

    private static func basis(_ from: Timestamp, _ until: Timestamp) -> JSONValue {
        [
            "ref": "lab", "country": .string(noCountry), "citation": "none: a lab holds no real data", "direction": "both",
            "recipient_classes": ["*"], "from": .string(from.rfc3339), "until": .string(until.rfc3339), "conditions": [],
            "dpia": "not-needed", "lia": "not-needed", "offence_data": true, "transfer": "",
        ]
    }
}
