internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles

/// The keys with which officers of this node approve hand-overs, to verify what they signed.
struct OfficerKeys {
    private let node: Node

    init(_ node: Node) { self.node = node }

    /// What a signature is worth.
    enum Verdict: String {
        case valid
        case wrong
        /// The officer's key, or what was signed, is no longer here.
        case unknown
    }

    /// Verifies an approval as a decision names it.
    ///
    /// - Parameter input: the digest of the captured input that was approved, hexadecimal.
    /// - Throws: `FileError`.
    func verdict(on approval: JSONObject, about input: String?) throws -> Verdict {
        guard let input, let by = approval["by"]?.string, let role = approval["role"]?.string,
            let time = approval["time"]?.string, let signature = approval["sig"]?.string.flatMap({ Base64.decode($0) }),
            let key = try publicKey(of: by)
        else { return .unknown }
        let message = "\(Self.header)\napprove\n\(input)\n\(by)\n\(role)\n\(time)\n"
        return key.isValidSignature(signature, for: Array(message.utf8)) ? .valid : .wrong
    }

    private func publicKey(of officer: String) throws -> Ed25519PublicKey? {
        guard Actor(name: officer, role: "officer", authentication: "key") != nil else { return nil }
        let path = "\(node.paths.keys)/officers/\(officer).pem.pub"
        guard Directory.exists(path) else { return nil }
        let text = try Node.ownFile(path, limitBytes: Self.limitBytes)
        return Hex.decode(String(decoding: text, as: UTF8.self)).flatMap { try? Ed25519PublicKey(parsing: $0) }
    }

    private static let header = "scam-exchange-approval/v1"
    private static let limitBytes = 128
}
