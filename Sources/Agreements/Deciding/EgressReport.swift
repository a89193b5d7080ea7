internal import CanonicalCoding

/// What a parser of its own found in the finished bytes.
public struct EgressReport: Sendable, Hashable {
    /// Whether they are what was decided.
    public let matches: Bool
    /// What was found of each column, ascending by name.
    public let fields: [Field]

    /// What was found of one column.
    public struct Field: Sendable, Hashable {
        /// The column.
        public let column: String
        /// In which form it was found.
        public let found: FieldForm

        /// States what was found.
        public init(column: String, found: FieldForm) {
            self.column = column
            self.found = found
        }
    }

    /// States a report.
    public init(matches: Bool, fields: [Field]) {
        self.matches = matches
        self.fields = fields
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["match", "fields"])
        let fields = try members.list("fields", atMost: AgreementLimits.columns) {
            (value, place) throws(AgreementError) -> Field in
            let field = try ClosedObject(value, at: place, required: ["column", "found"])
            return Field(column: try field.name("column", .column), found: try field.choice("found", FieldForm.self))
        }
        self.init(matches: try members.bool("match"), fields: fields)
    }

    var jsonValue: JSONValue {
        [
            "fields": .array(fields.map { ["column": .string($0.column), "found": .string($0.found.rawValue)] }),
            "match": .bool(matches),
        ]
    }
}
