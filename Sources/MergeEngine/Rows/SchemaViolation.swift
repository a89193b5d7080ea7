/// How a row breaks the row schema; its protocol code is always `E_SCHEMA`.
///
/// It names column and member and never holds a value.
public struct SchemaViolation: Error, Sendable, Hashable {
    /// The code of the protocol for every one of these errors.
    public static let code = "E_SCHEMA"

    /// Where the fault lies.
    public let field: Field
    /// What is wrong there.
    public let reason: Reason

    /// Names a fault.
    public init(_ field: Field, _ reason: Reason) {
        self.field = field
        self.reason = reason
    }

    /// A column, a member of one, or a property of the segment.
    public enum Field: String, Sendable, Hashable, CaseIterable {
        case kind, marking = "tlp", core
        case tag = "core.tag"
        case pop = "core.pop"
        case type = "core.type"
        case confidence = "core.conf"
        case first = "core.first"
        case last = "core.last"
        case until = "core.until"
        case since = "core.since"
        case scam = "core.scam"
        case severity = "core.sev"
        case basis = "core.basis"
        case subject = "core.subject"
        case permissibleAction = "core.pap"
        case length = "core.len"
        case regarding = "core.re"
        case why = "core.why"
        case act = "core.act"
        case value, note, source, impact, locked
        case alternatives = "alt"
        case context = "ctx"
        case relations = "rel"
        case previousTag = "prev_tag"
    }

    /// The rule that was broken.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        case missing
        case wrongType = "wrong-type"
        case outOfRange = "out-of-range"
        case unknownName = "unknown-name"
        case notADay = "not-a-day"
        case notATag = "not-a-tag"
        case outOfOrder = "out-of-order"
        case tooMany = "too-many"
        case notRequired = "not-required"
        case notInMustSegment = "not-in-must-segment"
    }
}

extension SchemaViolation: CustomStringConvertible {
    /// Field and reason for people, such as `core.conf: outside its range`.
    public var description: String { "\(field.rawValue): \(sentence)" }

    private var sentence: String {
        switch reason {
        case .missing: "missing"
        case .wrongType: "of the wrong type"
        case .outOfRange: "outside its range"
        case .unknownName: "not a name the schema knows"
        case .notADay: "not a day written YYYY-MM-DD"
        case .notATag: "not 16 bytes in base64url"
        case .outOfOrder: "not in order with the other days"
        case .tooMany: "too many entries"
        case .notRequired: "not a required column of its segment"
        case .notInMustSegment: "only rows of a must segment may say so"
        }
    }
}
