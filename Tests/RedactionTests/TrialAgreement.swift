import Agreements
import CanonicalCoding
import CryptoPrimitives
import Testing
import TransparencyLog

extension Trial {
    /// Lets facts pass up to AMBER; speaks of no victim, and of no note.
    static func agreement(_ key: Ed25519PrivateKey) throws -> Agreement {
        let document: JSONValue = [
            "v": 1, "type": "agreement", "id": "trial", "version": 1, "supersedes": "", "mode": "bilateral", "groups": ["lab"],
            "title": "Trial", "summary": "For a test.", "text_sha256": .string(SHA256.hash("trial").hex), "languages": ["en"],
            "parties": [try party("org.other", "vendor", key), try party("org.test", "platform", key)], "valid": validity,
            "legal": [basis], "vocab": PinnedVocabulary.current.jsonValue, "rules": [facts], "retention": retention,
            "rights": rights, "assurance": assurance, "enforcement": ["warn": 600_000, "block": 900_000, "actions": []],
            "feedback": ["within": "P30D", "outcomes": ["confirmed-scam"], "owed_by": []],
            "incident": ["contact": "trial@example.com", "notify_hours": 24, "kill_switch": true], "public": ["id"],
        ]
        return try Agreement(parsing: document.canonicalBytes())
    }

    private static func party(_ name: String, _ partyClass: String, _ key: Ed25519PrivateKey) throws -> JSONValue {
        let vkey = try NoteKey(name: "\(name)/agree", algorithm: .ed25519, publicKey: key.publicKey)
        return [
            "id": .string(name), "name": .string(name), "class": .string(partyClass), "government": false,
            "capacity": "controller", "country": "ZZ", "dpo": "dpo@example.com", "keys": ["agree": .string(vkey.text)],
        ]
    }

    private static let names: JSONValue = ["org.other", "org.test"]

    private static let validity: JSONValue = [
        "from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z", "review_by": "2026-12-01T00:00:00Z", "notice_days": 0,
        "suspended_by": names,
    ]

    private static let basis: JSONValue = [
        "ref": "basis", "country": "ZZ", "citation": "none", "direction": "both", "recipient_classes": ["*"],
        "from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z", "conditions": [], "dpia": "not-needed",
        "lia": "not-needed", "offence_data": true, "transfer": "",
    ]

    private static let facts: JSONValue = [
        "id": "facts", "clause": "1", "effect": "allow", "stages": ["send"], "from": ["*"], "to": ["*"], "types": ["*"],
        "when": ["tlp_max": "AMBER"], "fields": ["core": "clear", "value": "clear"], "duties": [],
    ]

    private static let retention: JSONValue = [
        "entries": [["types": ["*"], "holders": ["*"], "default": "P1Y", "max": "P1Y"]], "deletion_proof": false,
        "backup_lag": "P30D",
    ]

    private static let rights: JSONValue = [
        "erase_within": "P30D", "correct_within": "P30D", "answered_by": names,
        "hold": ["asked_by": [], "written": true, "max_days": 90, "oral_max_days": 30], "staff_pseudonyms": true,
    ]

    private static let assurance: JSONValue = [
        "witness_quorum": 0, "receipt_within": "P1D", "mirrors": [], "audit_access": [], "independent_audit": "P1Y",
    ]
}
