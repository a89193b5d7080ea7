internal import CanonicalCoding
internal import CryptoPrimitives

/// A line of `ledger/tokens.jsonl`: a token issued, or one revoked.
enum TokenRecord: Sendable {
    case issue(AccessToken)
    case revoke(name: String, time: Timestamp)

    /// The line, with its LF.
    var line: [UInt8] {
        var object = JSONObject()
        switch self {
        case .issue(let token):
            object["act"] = "issue"
            object["digest"] = .string(token.digest.hex)
            object["expires"] = .string(token.expires.rfc3339)
            object["issued"] = .string(token.issued.rfc3339)
            object["name"] = .string(token.name)
            object["role"] = .string(token.role.rawValue)
            object["scopes"] = .array(token.scopes.map { .string($0.text) })
        case .revoke(let name, let time):
            object["act"] = "revoke"
            object["name"] = .string(name)
            object["time"] = .string(time.rfc3339)
        }
        return object.canonicalBytes() + [UInt8(ascii: "\n")]
    }

    /// Reads a line; nothing for one that is none, so that a scope that is not understood opens nothing.
    init?(_ line: some Collection<UInt8>) {
        guard let object = try? StrictJSON.parse(Array(line)).object, let name = object["name"]?.string else { return nil }
        switch object["act"]?.string {
        case "issue":
            guard let token = Self.token(named: name, object) else { return nil }
            self = .issue(token)
        case "revoke":
            guard let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }) else { return nil }
            self = .revoke(name: name, time: time)
        default: return nil
        }
    }

    private static func token(named name: String, _ object: JSONObject) -> AccessToken? {
        guard let digest = object["digest"]?.string.flatMap({ Digest256(hex: $0) }),
            let role = object["role"]?.string.flatMap({ TokenRole(rawValue: $0) }),
            let issued = object["issued"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let expires = object["expires"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let written = object["scopes"]?.array
        else { return nil }
        let scopes = written.compactMap { $0.string.flatMap { TokenScope($0) } }
        guard scopes.count == written.count else { return nil }
        return AccessToken(name: name, role: role, scopes: scopes, issued: issued, expires: expires, digest: digest)
    }
}
