internal import CanonicalCoding
internal import Indicators
internal import MergeEngine
internal import NodeStore

/// The values that many ordinary people hold without being protected themselves: what lies beneath a protected name.
struct PopularValues {
    private let protected: ProtectedIndicators
    private let confirmed: Set<String>
    private let names: SubjectIndex?

    /// - Throws: `FileError`, ``NodeError``.
    init(_ node: Node, _ protected: ProtectedIndicators, _ record: QuarantineRecord) throws {
        self.protected = protected
        confirmed = record.confirmed
        names = try confirmed.isEmpty ? nil : SubjectIndex(reading: node.paths)
    }

    /// Whether a value is popular and no officer has confirmed it.
    func guards(_ kind: IndicatorKind, _ canonical: [UInt8]) -> Bool {
        guard protected.shelters(kind, canonical) else { return false }
        return names.map { !confirmed.contains($0.name(of: kind, canonical)) } ?? true
    }

    /// The same about claims under one tag, by a value that one of them shows and that gives the tag.
    func guards(_ kind: IndicatorKind, in claims: [StoredClaim]) -> Bool {
        guard protected.count > 0, let value = claims.lazy.compactMap(\.clearValue).first else { return false }
        return guards(kind, Array(value.utf8))
    }
}

extension ProtectedIndicators {
    /// Whether a value lies beneath a name on a list: a host or domain below it, or a page on it or on a host below it.
    func shelters(_ kind: IndicatorKind, _ canonical: [UInt8]) -> Bool {
        guard count > 0, !contains(kind, canonical) else { return false }
        switch kind {
        case .host, .domain: return Self.parents(of: canonical).contains { contains(.host, $0) }
        case .url:
            let authority = canonical.prefix { $0 != UInt8(ascii: "/") }
            let host = Array(authority.prefix { $0 != UInt8(ascii: ":") })
            return contains(.host, host) || Self.parents(of: host).contains { contains(.host, $0) }
        default: return false
        }
    }

    /// What is left of a name when its labels are taken off from the left, one by one.
    private static func parents(of host: [UInt8]) -> [[UInt8]] {
        var parents: [[UInt8]] = []
        for index in host.indices where host[index] == UInt8(ascii: ".") { parents.append(Array(host[(index + 1)...])) }
        return parents
    }
}
