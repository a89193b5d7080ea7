internal import CanonicalCoding
internal import LedgerFiles
internal import TransparencyLog

/// What was decided about a transfer, column by column: by the record of its decision, or by the grants of the member's own profile.
struct DecidedForms {
    /// What was decided of one column, over all classes of rows that it may speak of.
    struct Field {
        var forms: [String] = []
        var treatments: [String] = []
        var rules: [String] = []

        mutating func add(_ field: JSONObject) {
            Self.insert(field["form"]?.string, into: &forms)
            Self.insert(field["treatment"]?.string, into: &treatments)
            Self.insert(field["rule"]?.string, into: &rules)
        }

        private static func insert(_ text: String?, into texts: inout [String]) {
            guard let text, !text.isEmpty, !texts.contains(text) else { return }
            texts.append(text)
        }
    }

    /// The rows that are asked about.
    struct Rows {
        let segment: Int
        let kind: String
        let marking: String
    }

    private let classes: [JSONObject]
    /// Without an agreement: the columns of each segment that the profile granted.
    private let granted: [Int: Set<String>]
    private let rules: [String]
    private let isByRecord: Bool

    /// Reads what was decided; nothing where neither is on record.
    init?(_ view: AuditView, _ transfer: AuditedTransfer, _ trail: TransferTrail) throws {
        let record = try trail.decisionIndex(of: transfer).flatMap { try view.decisionRecord(at: $0) }
        classes = (record?["classes"]?.array ?? []).compactMap(\.object)
        isByRecord = record != nil
        rules = (transfer.intent.details[.rules]?.array ?? []).compactMap(\.string)
        var granted: [Int: Set<String>] = [:]
        for grant in (transfer.intent.details[.treatments]?.array ?? []).compactMap(\.object) {
            guard let segment = grant["segment"]?.integer, let columns = grant["columns"]?.array else { continue }
            granted[Int(clamping: segment)] = Set(columns.compactMap(\.string))
        }
        self.granted = granted
        guard isByRecord || !granted.isEmpty else { return nil }
    }

    func field(_ column: String, of rows: Rows) -> Field? {
        guard isByRecord else { return grantedField(column, of: rows) }
        var found: Field?
        for passing in passing(rows) {
            for field in (passing["fields"]?.array ?? []).compactMap(\.object) where field["column"]?.string == column {
                found = found ?? Field()
                found?.add(field)
            }
        }
        return found
    }

    private func grantedField(_ column: String, of rows: Rows) -> Field? {
        guard let columns = granted[rows.segment] else { return nil }
        let hidden = column == "value" ? "keyed" : "absent"
        return Field(forms: [columns.contains(column) ? "clear" : hidden], treatments: [], rules: rules)
    }

    /// The columns that may be seen of some rows, reduced ones by their own names.
    func shownColumns(of rows: Rows) -> Set<String> {
        guard isByRecord else { return granted[rows.segment] ?? [] }
        var shown: Set<String> = []
        for passing in passing(rows) {
            for field in (passing["fields"]?.array ?? []).compactMap(\.object) {
                if let reduced = field["shown"]?.string {
                    shown.insert(reduced)
                } else if field["form"]?.string == "clear", let column = field["column"]?.string {
                    shown.insert(column)
                }
            }
        }
        return shown
    }

    private func passing(_ rows: Rows) -> [JSONObject] {
        classes.filter { decided in
            let facts = decided["class"]?.object
            return decided["outcome"]?.string == "allow" && facts?["kind"]?.string == rows.kind
                && facts?["tlp"]?.string == rows.marking
        }
    }
}
