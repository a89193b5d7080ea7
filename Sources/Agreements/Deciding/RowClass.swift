public import CanonicalCoding

/// Rows that rules cannot tell apart: one decision serves them all.
///
/// The words are those of the rows, known here or not; what is not in the schema is refused, not passed over.
public struct RowClass: Sendable, Hashable {
    /// The kind of the indicators.
    public var kind: String
    /// `report`, `retract`, `outcome` or `object`.
    public var type: String
    /// The outcome verb; empty for other types.
    public var act: String
    /// The marking, TLP 2.0.
    public var tlp: String
    /// The permissible action; empty when the rows carry none.
    public var pap: String
    /// Whom the rows are about.
    public var subject: String
    /// The confidence in percent; 0 where rows have none.
    public var confidence: Int64
    /// Owners that corroborate.
    public var sources: Int64
    /// Whole days since `last`.
    public var age: Int64
    /// How many rows there are.
    public var rows: Int64
    /// The columns there are, reduced forms included.
    public var columns: [String]
    /// Since when they are held; demanded at stage `retain` alone.
    public var heldSince: Timestamp?
    /// Whether they stand in a must segment.
    public var isMust: Bool
    /// Whether they were erased here.
    public var isErased: Bool
    /// Whether a hold covers them.
    public var isHeld: Bool
    /// Whether they were received under a duty not to pass them on.
    public var isOnwardForbidden: Bool

    /// States a class.
    public init(
        kind: String, type: String = "report", act: String = "", tlp: String, pap: String = "", subject: String = "unknown",
        confidence: Int64 = 0, sources: Int64 = 0, age: Int64 = 0, rows: Int64 = 1, columns: [String],
        heldSince: Timestamp? = nil, isMust: Bool = false, isErased: Bool = false, isHeld: Bool = false,
        isOnwardForbidden: Bool = false
    ) {
        self.kind = kind
        self.type = type
        self.act = act
        self.tlp = tlp
        self.pap = pap
        self.subject = subject
        self.confidence = confidence
        self.sources = sources
        self.age = age
        self.rows = rows
        self.columns = columns
        self.heldSince = heldSince
        self.isMust = isMust
        self.isErased = isErased
        self.isHeld = isHeld
        self.isOnwardForbidden = isOnwardForbidden
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(
            value, at: place,
            required: ["kind", "type", "act", "tlp", "pap", "subject", "conf", "sources", "age", "rows", "columns"],
            optional: ["held_since", "must", "erased", "hold", "no_onward"])
        let counts = 0...JSONValue.largestInteger
        self.init(
            kind: try members.word("kind"), type: try members.word("type"), act: try members.word("act"),
            tlp: try members.word("tlp"), pap: try members.word("pap"), subject: try members.word("subject"),
            confidence: try members.integer("conf", in: counts), sources: try members.integer("sources", in: counts),
            age: try members.integer("age", in: counts), rows: try members.integer("rows", in: counts),
            columns: try members.list("columns", atMost: AgreementLimits.columns) {
                (value, place) throws(AgreementError) in try NameRule.column.read(value, place)
            },
            heldSince: members.has("held_since") ? try members.time("held_since") : nil, isMust: try members.flag("must"),
            isErased: try members.flag("erased"), isHeld: try members.flag("hold"),
            isOnwardForbidden: try members.flag("no_onward"))
        try requireUnique(columns, at: members.place("columns"))
    }

    /// The class as JSON; flags stand only as `true`.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        for (name, text) in [("kind", kind), ("type", type), ("act", act), ("tlp", tlp), ("pap", pap), ("subject", subject)] {
            object[name] = .string(text)
        }
        for (name, number) in [("conf", confidence), ("sources", sources), ("age", age), ("rows", rows)] {
            object[name] = .integer(number)
        }
        object["columns"] = .array(columns.map(JSONValue.string))
        object["held_since"] = heldSince.map { .string($0.rfc3339) }
        for (name, flag) in [("must", isMust), ("erased", isErased), ("hold", isHeld), ("no_onward", isOnwardForbidden)] {
            object[name] = flag ? true : nil
        }
        return .object(object)
    }
}

extension ClosedObject {
    /// A word that rows or requests carry and that is judged later: any text of at most ``AgreementLimits/nameBytes``.
    func word(_ name: String) throws(AgreementError) -> String {
        let text = try string(name)
        guard text.utf8.count <= AgreementLimits.nameBytes else { throw AgreementError(.notAText, at: place(name)) }
        return text
    }
}
