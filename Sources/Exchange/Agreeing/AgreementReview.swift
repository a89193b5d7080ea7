public import Agreements
public import CanonicalCoding
public import Indicators

/// How every agreement of a node stands at a moment, and what an officer has to see to.
public struct AgreementReview: Sendable {
    /// One agreement.
    public struct Entry: Sendable {
        /// The document.
        public let agreement: Agreement
        /// Its state.
        public let status: AgreementStanding.Status
        /// What comes up; empty when nothing does.
        public let warnings: [Warning]
    }

    /// Something that comes up within ``noticeDays``.
    public enum Warning: Sendable, Hashable {
        /// It ends in so many days at most: 30, 7 or 1.
        case ends(withinDays: Int64)
        /// A legal basis lapses in so many days at most, and flows freeze that no other basis serves.
        case lapses(ref: String, withinDays: Int64)
        /// A legal basis has lapsed.
        case lapsed(ref: String)
        /// It was due to be looked at.
        case reviewDue
        /// Another agreement among as many parties decides in these groups in its place, for its name comes first.
        case yields(to: String, in: [GroupID])
    }

    /// Days before an end at which it is warned of, the longest first.
    public static let noticeDays: [Int64] = [30, 7, 1]

    /// The versions in force or in the way of it, ascending by name and version; superseded ones are left out.
    public let entries: [Entry]

    /// Looks over what a node has.
    ///
    /// - Throws: `FileError`, ``NodeError``, `RegistryError`.
    public init(_ node: Node, at time: Timestamp) throws {
        let agreements = try NodeAgreements(node)
        let standing = agreements.held.filter { !$0.isSuperseded(at: time) }
        var entries = standing.map { held in
            Entry(
                agreement: held.agreement, status: held.status(at: time),
                warnings: Self.warnings(of: held.agreement, at: time) + Self.rivals(of: held, among: standing, at: time))
        }
        for proposal in try node.proposals() where agreements[proposal.agreement.digest] == nil {
            let standing = (try? node.standing(of: proposal, at: time)) ?? AgreementStanding()
            entries.append(
                Entry(agreement: proposal.agreement, status: standing.status(of: proposal.agreement, at: time), warnings: []))
        }
        self.entries = entries.sorted { ($0.agreement.id, $0.agreement.version) < ($1.agreement.id, $1.agreement.version) }
    }

    private static func warnings(of agreement: Agreement, at time: Timestamp) -> [Warning] {
        guard time < agreement.end else { return [] }
        var warnings: [Warning] = []
        if let days = notice(of: agreement.end, at: time) { warnings.append(.ends(withinDays: days)) }
        for basis in agreement.legal where basis.from <= time {
            if basis.until <= time {
                warnings.append(.lapsed(ref: basis.ref))
            } else if basis.until < agreement.end, let days = notice(of: basis.until, at: time) {
                warnings.append(.lapses(ref: basis.ref, withinDays: days))
            }
        }
        if agreement.valid.reviewBy <= time { warnings.append(.reviewDue) }
        return warnings
    }

    /// Those among agreements in force that decide in the place of one, where both have the same two parties.
    private static func rivals(of held: HeldAgreement, among others: [HeldAgreement], at time: Timestamp) -> [Warning] {
        guard held.isActive(at: time) else { return [] }
        let own = held.agreement
        return others.filter { $0.isActive(at: time) && $0.agreement.id < own.id }.map(\.agreement).compactMap { other in
            let groups = other.groups.intersection(own.groups).sorted()
            let shared = other.parties.count { own.party($0.id) != nil }
            guard other.parties.count == own.parties.count, shared > 1, !groups.isEmpty else { return nil }
            return .yields(to: other.id, in: groups)
        }
    }

    /// The shortest notice that an end is within.
    private static func notice(of end: Timestamp, at time: Timestamp) -> Int64? {
        noticeDays.last { end <= time.adding(days: $0) }
    }
}

extension AgreementReview.Warning: CustomStringConvertible {
    /// One line.
    public var description: String {
        switch self {
        case .ends(let days): "ends within \(Self.days(days))"
        case .lapses(let ref, let days): "the legal basis \(ref) lapses within \(Self.days(days))"
        case .lapsed(let ref): "the legal basis \(ref) has lapsed"
        case .reviewDue: "its review is due"
        case .yields(let other, let groups):
            "\(other) decides in its place in \(groups.map(\.name).joined(separator: ", ")): as many parties, and its name comes first"
        }
    }

    private static func days(_ count: Int64) -> String { count == 1 ? "1 day" : "\(count) days" }
}
