public import CanonicalCoding
public import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// One cell of an answer.
public enum AuditCell: Sendable {
    /// Structure: types, rules, digests, counts, members, pseudonyms.
    case open(JSONValue)
    /// What an auditor does not see: an identifier, or what somebody wrote. The salted digest stands in the log's commitment.
    case value(JSONValue, digest: Digest256?)

    /// The cell as somebody may see it: a value that is withheld is its salted digest, or the word alone.
    public func shown(withholding: Bool) -> JSONValue {
        switch self {
        case .open(let value): return value
        case .value(let value, let digest):
            guard withholding else { return value }
            return .string(digest.map { "withheld:\(Base64URL.encode($0.bytes))" } ?? "withheld")
        }
    }

    static func text(_ text: String?) -> AuditCell { .open(.string(text ?? "")) }

    static func count(_ count: some BinaryInteger) -> AuditCell { .open(.integer(Int64(clamping: count))) }

    static func texts(_ texts: [String]) -> AuditCell { .open(.array(texts.map { .string($0) })) }
}

/// The answer to one question: rows for people and programs, and the tree over which it was asked.
public struct AuditAnswer: Sendable {
    /// The names of the columns.
    public let columns: [String]
    /// The rows, each with a cell for every column.
    public private(set) var rows: [[AuditCell]] = []
    /// What is said beside the rows.
    public private(set) var facts: [(name: String, value: JSONValue)] = []
    /// Whether the answer is a clear no: nothing is known, or something does not verify.
    public var isClearNo = false

    /// Columns that programs get and people do not.
    public internal(set) var columnsForPrograms: Set<String> = []

    init(_ columns: String...) { self.columns = columns }

    mutating func add(_ cells: AuditCell...) {
        precondition(cells.count == columns.count, "a row has a cell for every column")
        rows.append(cells)
    }

    mutating func state(_ name: String, _ value: JSONValue) { facts.append((name, value)) }

    /// The rows as objects.
    public func json(withholding: Bool) -> JSONObject {
        var object = JSONObject()
        object["rows"] = .array(
            rows.map { row in
                var line = JSONObject()
                for (name, cell) in zip(columns, row) { line[name] = cell.shown(withholding: withholding) }
                return .object(line)
            })
        for (name, value) in facts { object[name] = value }
        return object
    }
}

extension LedgerRecord {
    /// A field of the details as a cell. Sealed or not, it is answered from the details.
    func cell(_ field: DetailField) -> AuditCell { cell(named: field.rawValue) }

    /// A field by its name.
    func cell(named name: String) -> AuditCell {
        for field in details.fields {
            guard case .shown(name, let fieldClass, _, let value) = field else { continue }
            let isValue = AuditorSight.withholds(name, fieldClass)
            return isValue ? .value(value, digest: field.commitment) : .open(value)
        }
        return .open("")
    }

    var indexCell: AuditCell { .count(index) }

    var timeCell: AuditCell { .text(entry.time.description) }
}
