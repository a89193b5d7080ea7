import CanonicalCoding
import Exchange

/// What a recipient sees of each segment.
enum DisclosureTable {
    static func print(_ segments: [Disclosure.SegmentAnswer]) { table(segments).print() }

    /// On standard error, beside bytes that are the result.
    static func note(_ segments: [Disclosure.SegmentAnswer]) { table(segments).note() }

    private static func table(_ segments: [Disclosure.SegmentAnswer]) -> Table {
        var table = Table("segment", "kind", "marking", "rows", "shown", "withheld", "why")
        for segment in segments {
            table.add(
                String(segment.segment), segment.kind, segment.marking, segment.shownRows.grouped,
                segment.columns.isEmpty ? "-" : segment.columns.joined(separator: ","),
                segment.withheld.isEmpty ? "-" : segment.withheld.joined(separator: ","),
                ([segment.reason] + segment.rules).joined(separator: " "))
        }
        return table
    }

    static func json(_ segment: Disclosure.SegmentAnswer) -> JSONValue {
        [
            "columns": .array(segment.columns.map { .string($0) }), "kind": .string(segment.kind),
            "reason": .string(segment.reason),
            "rows": .integer(Int64(segment.shownRows)), "rules": .array(segment.rules.map { .string($0) }),
            "seg": .integer(Int64(segment.segment)), "tlp": .string(segment.marking),
            "withheld": .array(segment.withheld.map { .string($0) }),
        ]
    }
}
