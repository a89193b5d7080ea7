public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
public import NodeAPI

/// A bearer token as the node knows it: everything but the secret, of which it keeps the digest alone.
public struct AccessToken: Sendable, Hashable {
    /// Its name, by which the audit log names whoever uses it.
    public let name: String
    /// What it is for.
    public let role: TokenRole
    /// What narrows it.
    public let scopes: [TokenScope]
    /// When it was issued.
    public let issued: Timestamp
    /// From when on it counts no more.
    public let expires: Timestamp
    /// When it was revoked; nothing while it was not.
    public internal(set) var revoked: Timestamp?
    let digest: Digest256

    /// Whoever uses it, for the audit log.
    public var actor: Actor? { Actor(name: name, role: role.actorRole, authentication: "token") }

    /// How it stands: `in force`, `expired` or `revoked`.
    public func standing(at time: Timestamp) -> String {
        if revoked != nil { return "revoked" }
        return expires <= time ? "expired" : "in force"
    }

    /// Requires that the role and the scopes of paths let it ask for something.
    ///
    /// - Throws: ``TokenRefusal``.
    public func require(_ route: LocalRoute) throws(TokenRefusal) {
        guard role.routes.contains(route) else { throw .role }
        let paths = scopes.compactMap { if case .path(let path) = $0 { path } else { nil } }
        guard paths.isEmpty || paths.contains(route.scopeName) else { throw .scope }
        guard hasNoFurtherScopes || route.namesMatter else { throw .scope }
    }

    private var hasNoFurtherScopes: Bool { groups.isEmpty && kinds.isEmpty }

    /// Requires that the scopes cover what a request is about.
    ///
    /// - Parameters:
    ///   - group: the group it is for; nothing where it is for none.
    ///   - kinds: the kinds of all its indicators; nothing where they are not known beforehand.
    /// - Throws: ``TokenRefusal``.
    func requireCover(of group: GroupID?, kinds asked: [IndicatorKind]?) throws(TokenRefusal) {
        if !groups.isEmpty { guard let group, groups.contains(group) else { throw .scope } }
        if !kinds.isEmpty { guard let asked, asked.allSatisfy(kinds.contains) else { throw .scope } }
    }

    var groups: Set<GroupID> { Set(scopes.compactMap { if case .group(let group) = $0 { group } else { nil } }) }
    var kinds: Set<IndicatorKind> { Set(scopes.compactMap { if case .kind(let kind) = $0 { kind } else { nil } }) }
}

extension LocalRoute {
    /// Whether requests name groups or kinds, so that a scope of either can be judged.
    fileprivate var namesMatter: Bool {
        [.lookup, .scan, .indicator, .list, .publish, .retract, .object, .outcome, .auditItem].contains(self)
    }
}

/// Why a request with a token, or without one, is refused.
public enum TokenRefusal: String, Error, Sendable, Hashable, CaseIterable {
    case missing, malformed, unknown, expired, revoked, role, scope

    /// What whoever asked is told.
    public var problem: Problem {
        switch self {
        case .missing: Problem(.unauthorized, "a token is needed: Authorization: Bearer toc_…")
        case .malformed, .unknown: Problem(.unauthorized, "the token is not known here")
        case .expired: Problem(.unauthorized, "the token has expired")
        case .revoked: Problem(.unauthorized, "the token was revoked")
        case .role: Problem(.forbidden, "the role of the token does not allow this")
        case .scope: Problem(.forbidden, "the scopes of the token do not cover this")
        }
    }
}

/// The secret of a token, as its holder presents it: `toc_` and 32 random bytes in base64url.
public struct TokenSecret: Sendable {
    private let bytes: [UInt8]

    /// Draws a new one.
    public init() { bytes = Array((Self.prefix + Base64URL.encode(SecureRandom.bytes(Self.randomBytes))).utf8) }

    /// Reads one.
    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Self.prefix), let random = Base64URL.decode(String(text.dropFirst(Self.prefix.count))),
            random.count == Self.randomBytes
        else { return nil }
        bytes = Array(text.utf8)
    }

    /// What the node keeps of it.
    var digest: Digest256 { SHA256.hash(bytes) }

    /// Shows it, once, to whoever asked for it.
    public func revealed() -> String { String(decoding: bytes, as: UTF8.self) }

    private static let prefix = "toc_"
    private static let randomBytes = 32
}

extension TokenSecret: CustomStringConvertible, CustomReflectable {
    /// Safe for logs: nothing of it.
    public var description: String { "TokenSecret" }
    /// Nothing of it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
