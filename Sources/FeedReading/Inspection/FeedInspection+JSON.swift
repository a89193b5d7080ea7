public import CanonicalCoding
internal import Indicators

extension FeedInspection {
    /// The inspection for programs; its members are described in docs/spec/feeds.md.
    ///
    /// It holds the beginnings of refused rows: it is for the person who has the feed, and not for logs.
    public var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("source", .string(source)), ("packing", .string(recognition.packing.rawValue)),
            ("format", .string(recognition.format.rawValue)), ("layout", .string(recognition.layout.rawValue)),
            ("read", Self.number(accepted + refused)), ("accepted", Self.number(accepted)),
            ("cut", Self.number(cut)), ("refused", Self.number(refused)), ("comments", Self.number(counts.comments)),
            ("blanks", Self.number(counts.blanks)), ("headers", Self.number(counts.headers)),
            ("kinds", .array(kinds.map(Self.json(of:)))), ("refusals", .array(refusals.map(Self.json(of:)))),
            ("fields", Self.object(fields.map { ($0.key.rawValue, Self.number($0.value)) })),
            ("skipped", .array(recognition.skippedMembers.map { .string($0) })),
        ]
        if let delimiter = recognition.delimiter {
            members.append(("delimiter", .string(delimiter)))
            members.append(("header", .bool(recognition.hasHeader)))
            members.append(("columns", .array(recognition.columns.map(Self.json(of:)))))
        }
        return Self.object(members)
    }

    private static func json(of column: FeedColumn) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [("name", .string(column.name))]
        if let field = column.field { members.append(("field", .string(field.rawValue))) }
        return object(members)
    }

    private static func json(of kind: KindSummary) -> JSONValue {
        object([
            ("kind", .string(kind.kind.name)), ("rows", number(kind.rows)), ("guessed", number(kind.guessed)),
            ("lines", .array(kind.lines.map(number))),
        ])
    }

    private static func json(of refusal: RefusalSummary) -> JSONValue {
        object([
            ("reason", .string(refusal.code)), ("rows", number(refusal.rows)), ("sentence", .string(refusal.sentence)),
            ("hint", .string(refusal.hint)), ("examples", .array(refusal.examples.map(json(of:)))),
        ])
    }

    private static func json(of example: RefusedRow) -> JSONValue {
        object([
            ("line", number(example.line)), ("row", number(example.number)),
            ("text", .string(String(decoding: example.excerpt, as: UTF8.self))),
        ])
    }

    private static func number(_ number: Int) -> JSONValue { .integer(Int64(number)) }

    private static func object(_ members: [(key: String, value: JSONValue)]) -> JSONValue {
        .object(JSONObject(members) ?? JSONObject())
    }
}
