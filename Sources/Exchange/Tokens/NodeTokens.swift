public import CanonicalCoding
internal import CryptoPrimitives
internal import Indicators
internal import LedgerFiles
internal import TransparencyLog

/// The tokens of a node, as its record has them.
public struct TokenBook: Sendable {
    /// Every token that was ever issued, in the order of the record.
    public private(set) var all: [AccessToken] = []

    /// Reads the lines of the record.
    init(_ record: [UInt8]) {
        for line in record.split(separator: UInt8(ascii: "\n")) {
            switch TokenRecord(line) {
            case .issue(let token): all.append(token)
            case .revoke(let name, let time):
                for place in all.indices where all[place].name == name && all[place].revoked == nil { all[place].revoked = time }
            case nil: continue
            }
        }
    }

    /// The token that a secret belongs to. Every digest is compared, each in a time that tells nothing.
    func token(of secret: TokenSecret) -> AccessToken? {
        let digest = secret.digest
        return all.reduce(nil) { found, token in constantTimeEquals(token.digest, digest) ? token : found }
    }
}

extension HomePaths {
    /// Tokens of the organisation's own people and systems: digests, roles, scopes; one line per act.
    var tokens: String { ledger + "/tokens.jsonl" }
}

/// Issues and revokes tokens.
public struct NodeTokens {
    private let node: Node
    private let time: Timestamp

    /// Acts at a node at a time.
    public init(_ node: Node, at time: Timestamp) {
        self.node = node
        self.time = time
    }

    /// A node knows at most so many, those expired and revoked included.
    public static let limit = 10_000
    /// The record is at most this long.
    static let limitBytes = 16 << 20
    /// A token counts for at most so many days.
    public static let longestDays: Int64 = 3_650
    /// A token has at most so many scopes.
    public static let scopeLimit = 64

    /// The tokens there are.
    ///
    /// - Throws: `FileError`.
    public func book() throws -> TokenBook { try Self.book(at: node.paths) }

    static func book(at paths: HomePaths) throws(FileError) -> TokenBook { TokenBook(try record(at: paths)) }

    static func record(at paths: HomePaths) throws(FileError) -> [UInt8] {
        guard Directory.exists(paths.tokens) else { return [] }
        return try FileReader.contents(of: paths.tokens, limitBytes: limitBytes)
    }

    /// Issues a token. The audit log has it before it counts, and it counts before anybody sees it.
    ///
    /// - Throws: ``TokenError``, `LedgerError`, `FileError`.
    public func issue(
        name: String, role: TokenRole, scopes: [TokenScope], days: Int64
    ) throws -> (token: AccessToken, secret: TokenSecret) {
        let (known, secret) = (try book(), TokenSecret())
        guard known.all.count < Self.limit else { throw TokenError.tooMany }
        guard !known.all.contains(where: { $0.name == name }) else { throw TokenError.taken(name) }
        guard (1...Self.longestDays).contains(days), scopes.count <= Self.scopeLimit else { throw TokenError.terms }
        let token = AccessToken(
            name: name, role: role, scopes: scopes, issued: time, expires: time.adding(days: days), digest: secret.digest)
        guard token.actor != nil else { throw TokenError.name }
        try node.log(token.issuing)
        try AppendOnlyFile.append(TokenRecord.issue(token).line, to: node.paths.tokens)
        return (token, secret)
    }

    /// Revokes a token: from now on it opens nothing.
    ///
    /// - Throws: ``TokenError``, `LedgerError`, `FileError`.
    public func revoke(_ name: String) throws {
        guard let token = try book().all.last(where: { $0.name == name }) else { throw TokenError.unknown(name) }
        guard token.revoked == nil else { throw TokenError.revoked(name) }
        try node.log(LoggedEvent(.tokenRevoke, [(.token, .string(name))]))
        try AppendOnlyFile.append(TokenRecord.revoke(name: name, time: time).line, to: node.paths.tokens)
    }
}

extension AccessToken {
    /// What the log says of it: the name, what it may do, until when; nothing of the secret.
    fileprivate var issuing: LoggedEvent {
        LoggedEvent(
            .tokenIssue, [(.token, .string(name))],
            further: [
                ("expires", .policy, .string(expires.rfc3339)), ("granted", .policy, .string(role.rawValue)),
                ("scopes", .policy, .array(scopes.map { .string($0.text) })),
            ])
    }
}

/// Why a token is not issued or revoked.
public enum TokenError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name is no pseudonym.
    case name
    /// Days or scopes are out of range.
    case terms
    /// There is, or was, a token of that name.
    case taken(String)
    /// There is none of that name.
    case unknown(String)
    /// It was revoked before.
    case revoked(String)
    /// There are enough.
    case tooMany

    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .name: "the name of a token is 1 to 64 of a-z, 0-9, '.', '_', '-'"
        case .terms: "a token counts for 1 to \(NodeTokens.longestDays) days and has at most \(NodeTokens.scopeLimit) scopes"
        case .taken(let name): "there is, or was, a token named \(name)"
        case .unknown(let name): "there is no token named \(name)"
        case .revoked(let name): "the token \(name) was revoked before"
        case .tooMany: "a node knows at most \(NodeTokens.limit) tokens"
        }
    }

    /// One line: what to do.
    public var hint: String {
        switch self {
        case .name, .terms: "for example tocsin token issue --name desk.1 --role investigator --days 90"
        case .taken: "choose another name: the audit log tells tokens apart by it"
        case .unknown, .revoked: "see tocsin token list"
        case .tooMany: "use those that stand"
        }
    }
}
