/// What the words of a heading say against taking a column for the values.
struct ColumnWords {
    private let words: NameWords

    init(_ name: String) {
        words = NameWords(name)
    }

    /// Whether it belongs to a victim or to somebody who reported, or counts or dates the row.
    var isNeverValue: Bool { words.contains(anyOf: Self.people) || words.contains(anyOf: Self.counters) }

    /// Whether it may be the place where a value was reported.
    var isWeak: Bool { words.contains(anyOf: Self.places) }

    /// Whether it speaks of e-mail.
    var isMail: Bool { words.contains(anyOf: Self.mails) }

    /// Whether it is the time at which a form was sent.
    var isTimeOfForm: Bool { words.contains(anyOf: Self.formTimes) }

    private static let people: Set<String> = [
        "victim", "victims", "customer", "customers", "reporter", "reporters", "reportedby", "submitter", "submitted", "your",
        "contact", "contacts", "complainant", "consumer", "opfer", "kunde", "kunden", "melder",
    ]
    private static let counters: Set<String> = [
        "id", "ids", "nr", "no", "ticket", "case", "plz", "zip", "zipcode", "postcode", "postal", "date", "datum", "fecha",
        "time",
        "zeit", "timestamp", "zeitstempel", "age", "score", "rank", "count", "year", "bic", "swift", "amount", "betrag", "hash",
        "md5", "sha1", "sha256", "uuid", "asn", "port", "created", "updated",
    ]
    private static let places: Set<String> = [
        "link", "links", "report", "reports", "reference", "references", "ref", "source", "sources", "screenshot", "detail",
        "details", "evidence", "advertiser",
    ]
    private static let mails: Set<String> = ["mail", "email", "mails", "emails", "correo", "courriel"]
    private static let formTimes: Set<String> = ["timestamp", "zeitstempel", "horodateur", "submitted"]
}
