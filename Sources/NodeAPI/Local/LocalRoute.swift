public import HTTPTypes

/// One thing that the organisation's own people and systems may ask their node for (docs/spec/node-api.md): the table of the routes.
public enum LocalRoute: String, Sendable, Hashable, CaseIterable {
    case health = "healthz"
    case readiness = "readyz"
    case metrics
    case description = "openapi"
    case lookup
    case scan
    case indicator
    case list
    case publish
    case retract
    case object
    case outcome
    case peers
    case auditTransfers = "audit-transfers"
    case auditReasons = "audit-transfer-why"
    case auditApprovals = "audit-transfer-approvals"
    case auditItem = "audit-item"
    case auditEntries = "audit-entries"

    /// The path, with the names of its variable parts in braces.
    public var template: String {
        switch self {
        case .health: "/healthz"
        case .readiness: "/readyz"
        case .metrics: "/metrics"
        case .description: "/openapi.json"
        case .lookup: "/v1/lookup"
        case .scan: "/v1/scan"
        case .indicator: "/v1/indicators/{kind}/{value}"
        case .list: "/v1/lists/{list}"
        case .publish: "/v1/publish"
        case .retract: "/v1/retract"
        case .object: "/v1/objections"
        case .outcome: "/v1/outcomes"
        case .peers: "/v1/peers"
        case .auditTransfers: "/v1/audit/transfers"
        case .auditReasons: "/v1/audit/transfers/{transfer}/why"
        case .auditApprovals: "/v1/audit/transfers/{transfer}/approvals"
        case .auditItem: "/v1/audit/item/{kind}/{value}"
        case .auditEntries: "/v1/audit/entries"
        }
    }

    /// The method of HTTP.
    public var method: HTTPRequest.Method {
        switch self {
        case .lookup, .scan, .publish, .retract, .object, .outcome: .post
        default: .get
        }
    }

    /// Whether it is answered without a token: what a supervisor or a monitoring system on this machine asks.
    public var isOpen: Bool { [.health, .readiness, .metrics, .description].contains(self) }

    /// The parameters of the query that it takes.
    public var parameters: Set<String> {
        let grounds: Set<String> = ["purpose", "justification", "case"]
        let span: Set<String> = ["from", "to"]
        let page: Set<String> = ["after", "limit"]
        return switch self {
        case .indicator: grounds.union(["region"])
        case .list: grounds.union(page).union(["kind", "since"])
        case .publish: Self.publishParameters.union(grounds)
        case .auditTransfers: grounds.union(span).union(page).union(["partner", "direction"])
        case .auditReasons, .auditApprovals: grounds
        case .auditItem: grounds.union(span).union(["region", "recipient"])
        case .auditEntries: grounds.union(span).union(page).union(["type", "member", "actor"])
        default: []
        }
    }

    private static let publishParameters: Set<String> = [
        "group", "kind", "map", "region", "format", "tlp", "conf", "scam", "first", "personal", "expires-in-days",
        "report", "emergency",
    ]

    /// The media types of the body that it takes, the format of a feed with each; none for a request without a body.
    public var mediaTypes: [String] {
        switch self {
        case .lookup, .scan, .retract, .object, .outcome: ["application/json"]
        case .publish:
            ["text/csv", "application/x-ndjson", "application/json", "text/plain", "text/tab-separated-values"]
        default: []
        }
    }

    /// A request's body is at most this long.
    public var requestBytes: Int {
        switch self {
        case .lookup, .retract, .object, .outcome: 4 << 20
        // A text of 64 KiB, of which JSON may escape every byte.
        case .scan: 512 << 10
        case .publish: 256 << 20
        default: 0
        }
    }

    /// For how long an answer may be worked on.
    public var deadlineSeconds: Int {
        switch self {
        case .health, .description: 5
        case .readiness, .metrics: 10
        case .publish: 600
        case .retract, .object, .outcome, .auditItem, .list: 120
        default: 60
        }
    }
}
