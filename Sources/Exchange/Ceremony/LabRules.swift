internal import Agreements
internal import CanonicalCoding
internal import Indicators

extension LabAgreement {
    /// Rules for what leaves, as wide as the disclosure profiles of the homes may become, and one rule for each thing a member does
    /// at its own node.
    static func rules(_ parties: [Party]) -> [JSONValue] {
        let classed = parties.filter { AgreementParty.PartyClass(rawValue: $0.member.role) != nil }
        let authorities = parties.filter { ["law-enforcement", "regulator"].contains($0.member.role) }
        let hubs = parties.filter { ["hub", "mirror"].contains($0.member.role) }
        let leaving = ["send", "onward"]
        return [
            rule("facts", leaving, to: classed, tlp: "AMBER+STRICT", ["*"]),
            rule("authorities", leaving, to: authorities, tlp: "AMBER+STRICT", ["core", "note", "source", "impact"]),
            rule("hubs-without-values", leaving, to: hubs, tlp: "GREEN", ["core"]),
            rule("own-systems", ["export"], to: parties, tlp: "AMBER+STRICT", ["core", "value", "ctx", "rel", "impact"]),
            rule("own-node", ["publish", "receive", "query", "retain"], to: parties, tlp: "RED", ["*"], isOwn: true),
        ].compactMap { $0 }
    }

    /// - Parameter isOwn: whether it speaks of every subject, victims and bystanders included.
    private static func rule(
        _ id: String, _ stages: [String], to recipients: [Party], tlp: String, _ columns: [String], isOwn: Bool = false
    ) -> JSONValue? {
        guard !recipients.isEmpty else { return nil }
        var conditions = JSONObject()
        conditions["tlp_max"] = .string(tlp)
        if isOwn { conditions["subject_in"] = .array(SubjectClass.allCases.map { .string($0.rawValue) }) }
        // Outcomes that would tip off are left to the profile of each home.
        let guarded = AgreementRule.guardedActs.sorted()
        let fields = JSONObject(columns.map { ($0, JSONValue.string("clear")) }) ?? JSONObject()
        return [
            "id": .string(id), "clause": .string("lab \(id)"), "effect": "allow", "stages": strings(stages), "from": ["*"],
            "to": strings(recipients.map(\.member.id.name)), "types": strings(["*"] + guarded), "when": .object(conditions),
            "fields": .object(fields), "duties": [],
        ]
    }

    private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
