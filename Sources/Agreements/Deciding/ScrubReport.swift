internal import CanonicalCoding

/// How personal data were looked for before publishing, and how many were taken out.
public struct ScrubReport: Sendable, Hashable {
    /// The method.
    public let method: String
    /// Its version.
    public let version: Int64
    /// How many were taken out.
    public let removed: Int64

    /// States a report.
    public init(method: String, version: Int64, removed: Int64) {
        self.method = method
        self.version = version
        self.removed = removed
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(value, at: place, required: ["method", "version", "removed"])
        self.init(
            method: try members.name("method"), version: try members.integer("version", in: 1...JSONValue.largestInteger),
            removed: try members.integer("removed", in: 0...JSONValue.largestInteger))
    }

    var jsonValue: JSONValue {
        ["method": .string(method), "removed": .integer(removed), "version": .integer(version)]
    }
}
