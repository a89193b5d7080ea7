public import CanonicalCoding

/// That an officer approved a hand-over.
public struct Approval: Sendable, Hashable {
    /// Who, by pseudonym.
    public let by: String
    /// In which role.
    public let role: String
    /// When.
    public let time: Timestamp
    /// The signature, verified before this was made, in base64.
    public let signature: String

    /// States an approval.
    public init(by: String, role: String, time: Timestamp, signature: String) {
        self.by = by
        self.role = role
        self.time = time
        self.signature = signature
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["by", "role", "time", "sig"])
        self.init(
            by: try members.name("by"), role: try members.name("role", .kind), time: try members.time("time"),
            signature: try members.line("sig"))
    }

    var jsonValue: JSONValue {
        ["by": .string(by), "role": .string(role), "sig": .string(signature), "time": .string(time.rfc3339)]
    }
}

extension Approval {
    /// As many approvals as are needed, by nobody: to decide what would become of rows once officers approve. They are never kept.
    public static func assumed(_ needed: [String: Int64], at time: Timestamp) -> [Approval] {
        needed.flatMap { role, count in
            (0..<count).map { Approval(by: "assumed.\($0)", role: role, time: time, signature: "") }
        }
    }
}
