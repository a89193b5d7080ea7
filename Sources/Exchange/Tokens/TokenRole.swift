public import NodeAPI

/// What a token is for. The one table of what each may ask for; scopes narrow it further.
public enum TokenRole: String, Sendable, Hashable, CaseIterable {
    /// A system that publishes for the organisation, and takes back what it published.
    case publisher
    /// Somebody who looks things up and says what was done about them.
    case investigator
    /// Somebody who asks the audit log, and is shown no value.
    case compliance
    /// Somebody who answers for what the organisation does: asks everything, takes back, contests; publishes no feeds.
    case officer
    /// Somebody who keeps the node running.
    case `operator`

    /// What it may ask for.
    public var routes: Set<LocalRoute> {
        switch self {
        case .publisher: [.publish, .retract, .object, .outcome]
        case .investigator: [.lookup, .scan, .indicator, .list, .outcome]
        case .compliance: Self.auditRoutes.union([.peers])
        case .officer: Self.auditRoutes.union([.lookup, .scan, .indicator, .list, .retract, .object, .outcome, .peers])
        case .operator: [.peers]
        }
    }

    private static let auditRoutes: Set<LocalRoute> = [
        .auditTransfers, .auditReasons, .auditApprovals, .auditItem, .auditEntries,
    ]

    /// In which capacity its holder stands in the audit log.
    public var actorRole: String {
        switch self {
        case .publisher: "service"
        case .investigator: "analyst"
        case .compliance: "auditor"
        case .officer: "officer"
        case .operator: "operator"
        }
    }
}

extension LocalRoute {
    /// By which a scope names the resource: the part of its path behind `/v1/`.
    public var scopeName: String { template.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
}
