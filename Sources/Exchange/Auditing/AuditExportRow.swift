public import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

extension AuditExport {
    /// One row of an export.
    public struct Row {
        let record: LedgerRecord
        let isWithholding: Bool

        /// The entry with its details, canonical JSON: what is withheld keeps its place as a salted digest.
        public var json: JSONValue {
            [
                "details": shown.json, "entry": record.entry.json, "index": .integer(Int64(clamping: record.index)),
                "type": .string(record.typeName),
            ]
        }

        private var shown: DetailRecord {
            guard isWithholding else { return record.details }
            return record.details.showing { name, fieldClass in !AuditorSight.withholds(name, fieldClass) }
        }

        /// The columns of a CSV: what the entry says, the fields that have a meaning of their own, and the others in one column.
        public static let columns =
            ["index", "time", "type", "transfer", "reference", "commitment"] + fields.map(\.rawValue) + ["further"]

        private static let fields = DetailField.allCases.filter { field in
            ![.sealedType, .sealedTransfer, .sealedReference, .padding].contains(field)
        }

        /// The cells in the order of ``columns``.
        public var cells: [JSONValue] {
            let reference = record.reference.map { JSONValue.integer(Int64(clamping: $0)) } ?? ""
            let first: [JSONValue] = [
                .integer(Int64(clamping: record.index)), .string(record.entry.time.description), .string(record.typeName),
                .string(record.transferName), reference, .string(Base64URL.encode(record.entry.details.bytes)),
            ]
            return first + Self.fields.map { text(record.cell($0)) } + [further]
        }

        private func text(_ cell: AuditCell) -> JSONValue {
            let value = cell.shown(withholding: isWithholding)
            guard case .object = value else { return value }
            return .string(String(decoding: value.canonicalBytes(), as: UTF8.self))
        }

        private var further: JSONValue {
            var object = JSONObject()
            for case .shown(let name, _, _, _) in record.details.fields where DetailField(rawValue: name) == nil {
                object[name] = record.cell(named: name).shown(withholding: isWithholding)
            }
            return object.isEmpty ? "" : .string(String(decoding: object.canonicalBytes(), as: UTF8.self))
        }
    }
}

extension LogEntry {
    /// The entry as a JSON value; its canonical bytes are those of the entry.
    fileprivate var json: JSONValue { (try? StrictJSON.parse(bytes)) ?? "" }
}
