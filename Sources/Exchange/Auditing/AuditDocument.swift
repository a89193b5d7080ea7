public import CanonicalCoding
internal import LedgerFiles

extension AuditAnswer {
    /// The answer as one document, with what every answer says of itself.
    ///
    /// - Parameters:
    ///   - view: the look; nothing for a log that cannot even be looked into as far as its tree.
    ///   - refusal: why the look is not on record.
    public static func document(
        _ answer: JSONObject, question: String, filter: JSONObject, view: AuditView?, refusal: (any Error)?
    ) -> JSONObject {
        var document = answer
        document["question"] = .string(question)
        document["filter"] = .object(filter)
        document["tree"] = view?.tree.json
        document["view"] = view?.entry.map { .integer(Int64(clamping: $0.index)) }
        if let refusal { document["refuses"] = .string("\(refusal)") }
        return document
    }
}

extension AuditFilter {
    /// Reads a time, or a day: its begin, or its end where that is wanted.
    public static func time(_ text: String, endOfDay: Bool) -> Timestamp? {
        if let time = Timestamp(rfc3339: text) { return time }
        guard CalendarDay(iso8601: text) != nil, let start = Timestamp(rfc3339: "\(text)T00:00:00Z") else { return nil }
        return endOfDay ? start.adding(days: 1) : start
    }

    /// Whether a text can stand in a filter, which the log and manifests keep: one line, not too long.
    public static func isWord(_ text: String) -> Bool {
        (1...longestWordBytes).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// A word of a filter is at most this long.
    public static let longestWordBytes = 256
}
