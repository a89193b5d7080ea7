import CanonicalCoding
import Exchange

/// What a recipient sees of each segment.
enum DisclosureTable {
    static func print(_ segments: [Disclosure.SegmentAnswer]) { table(segments).print() }

    /// What becomes of each column, and which rule said so.
    static func printFields(_ segments: [Disclosure.SegmentAnswer]) { fields(segments).print() }

    /// The same on standard error.
    static func noteFields(_ segments: [Disclosure.SegmentAnswer]) { fields(segments).note() }

    private static func fields(_ segments: [Disclosure.SegmentAnswer]) -> Table {
        var table = Table("segment", "kind", "marking", "column", "form", "rows", "rule")
        for segment in segments {
            for field in segment.fields {
                table.add(
                    String(segment.segment), segment.kind, segment.marking, field.column,
                    field.shown.isEmpty ? field.form : "\(field.form) (\(field.shown))", field.rowCount.grouped, field.rule)
            }
        }
        return table
    }

    /// On standard error, beside bytes that are the result.
    static func note(_ segments: [Disclosure.SegmentAnswer]) { table(segments).note() }

    private static func table(_ segments: [Disclosure.SegmentAnswer]) -> Table {
        var table = Table("segment", "kind", "marking", "rows", "shown", "withheld", "why")
        for segment in segments {
            table.add(
                String(segment.segment), segment.kind, segment.marking, segment.shownRows.grouped,
                segment.columns.isEmpty ? "-" : segment.columns.joined(separator: ","),
                segment.withheld.isEmpty ? "-" : segment.withheld.joined(separator: ","),
                ([segment.reason] + segment.rules + hidden(segment)).joined(separator: " "))
        }
        return table
    }

    private static func hidden(_ segment: Disclosure.SegmentAnswer) -> [String] {
        segment.hiddenRows == 0 ? [] : ["(\(segment.hiddenRows.grouped) rows hidden)"]
    }

    private static func json(_ field: Disclosure.FieldAnswer) -> JSONValue {
        [
            "column": .string(field.column), "form": .string(field.form), "rows": .integer(Int64(field.rowCount)),
            "rule": .string(field.rule), "shown": .string(field.shown),
        ]
    }

    static func json(_ segment: Disclosure.SegmentAnswer) -> JSONValue {
        [
            "columns": .array(segment.columns.map { .string($0) }), "fields": .array(segment.fields.map(json)),
            "hidden": .integer(Int64(segment.hiddenRows)),
            "kind": .string(segment.kind),
            "reason": .string(segment.reason),
            "rows": .integer(Int64(segment.shownRows)), "rules": .array(segment.rules.map { .string($0) }),
            "seg": .integer(Int64(segment.segment)), "tlp": .string(segment.marking),
            "withheld": .array(segment.withheld.map { .string($0) }),
        ]
    }
}
