internal import Indicators
internal import CanonicalCoding

/// One rule of an agreement: for these acts, parties and rows, under these conditions, this much.
public struct AgreementRule: Sendable, Hashable {
    /// The name that decisions quote.
    public let id: String
    /// The clause of the contract's text.
    public let clause: String
    /// Whether it allows or forbids.
    public let effect: Effect
    /// The acts it speaks of.
    public let stages: Set<DecisionStage>
    /// From whom.
    public let from: PartySelector
    /// To whom.
    public let to: PartySelector
    /// Kinds of indicators, types of rows and outcome verbs; `*` stands for all.
    public let types: Set<String>
    /// What must hold.
    public let conditions: RuleConditions
    /// Columns and what becomes of their cells; `*` stands for those the rule does not name.
    public let fields: [String: Treatment]
    /// What the recipient owes.
    public let duties: Set<Duty>

    /// Whether a rule allows or forbids; what forbids always wins.
    public enum Effect: String, Sendable, Hashable, CaseIterable {
        case allow, deny
    }

    /// The selector for all columns a rule does not name.
    public static let anyColumn = "*"

    /// The word of `types` that stands for all rows.
    public static let anyType = "*"

    /// Outcome verbs that would tip off: a row with one of them leaves only under a rule that names it.
    public static let guardedActs = DisclosureProfile.guardedActs

    /// What the rule says of a column; nothing when it is silent.
    public func treatment(of column: String) -> Treatment? { fields[column] ?? fields[Self.anyColumn] }

    var notifiedParties: Set<MemberID> {
        Set(
            duties.compactMap { duty in
                if case .notify(let party, _) = duty { party } else { nil }
            })
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(
            value, at: place,
            required: ["id", "clause", "effect", "stages", "from", "to", "types", "when", "fields", "duties"])
        id = try members.name("id")
        clause = try members.line("clause")
        effect = try members.choice("effect", Effect.self)
        stages = try members.set("stages", readChoice)
        from = try PartySelector(members, "from")
        to = try PartySelector(members, "to")
        types = try members.set("types", readKindOrAny)
        conditions = try RuleConditions(try members.value("when"), members.place("when"))
        fields = try Self.fields(try members.value("fields"), members.place("fields"))
        duties = try members.set("duties", atLeast: 0, Duty.read)
        guard effect == .allow || fields.isEmpty && duties.isEmpty else { throw AgreementError(.denyWithFields, at: place) }
    }

    private static func fields(_ value: JSONValue, _ place: String) throws(AgreementError) -> [String: Treatment] {
        guard let object = value.object else { throw AgreementError(.wrongType, at: place) }
        guard object.count <= AgreementLimits.columns else { throw AgreementError(.tooMany, at: place) }
        var fields: [String: Treatment] = [:]
        for member in object.members {
            let column = member.key
            guard column == anyColumn || NameRule.column.admits(column) else { throw AgreementError(.notAName, at: place) }
            let memberPlace = "\(place).\(column)"
            guard let treatment = member.value.string.flatMap(Treatment.init) else {
                throw AgreementError(.notAChoice, at: memberPlace)
            }
            guard ReducedColumn(name: column) == nil else { throw AgreementError(.reducedColumn, at: memberPlace) }
            guard column == anyColumn || treatment.columnSuffix == nil || ReducedColumn(of: column, by: treatment) != nil else {
                throw AgreementError(.notAName, at: memberPlace)
            }
            fields[column] = treatment
        }
        return fields
    }
}
