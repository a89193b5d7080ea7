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
                ([segment.reason] + segment.rules + hidden(segment)).joined(separator: " "))
        }
        return table
    }

    private static func hidden(_ segment: Disclosure.SegmentAnswer) -> [String] {
        segment.hiddenRows == 0 ? [] : ["(\(segment.hiddenRows.grouped) rows hidden: no rule names their outcome)"]
    }

    static func json(_ segment: Disclosure.SegmentAnswer) -> JSONValue {
        [
            "columns": .array(segment.columns.map { .string($0) }), "hidden": .integer(Int64(segment.hiddenRows)),
            "kind": .string(segment.kind),
            "reason": .string(segment.reason),
            "rows": .integer(Int64(segment.shownRows)), "rules": .array(segment.rules.map { .string($0) }),
            "seg": .integer(Int64(segment.segment)), "tlp": .string(segment.marking),
            "withheld": .array(segment.withheld.map { .string($0) }),
        ]
    }
}
