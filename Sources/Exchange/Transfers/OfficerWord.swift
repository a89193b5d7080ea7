internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles

/// What an officer said about a held hand-over, signed with the officer's own key.
struct OfficerWord: Hashable {
    /// Yes or no.
    enum Verdict: String {
        case approve, reject
    }

    let verdict: Verdict
    let by: String
    let role: String
    let time: Timestamp
    let signature: [UInt8]
    /// The entry of the audit log that says so.
    let entry: UInt64

    /// What is signed: a header, the verdict, the digest of the decision's input, who, as what, when, each on a line.
    static func message(_ verdict: Verdict, about input: Digest256, by: String, role: String, at time: Timestamp) -> [UInt8] {
        Array("\(header)\n\(verdict.rawValue)\n\(input.hex)\n\(by)\n\(role)\n\(time.rfc3339)\n".utf8)
    }

    private static let header = "scam-exchange-approval/v1"

    /// Whether the signature is the key's over these words about an input.
    func isValid(about input: Digest256, key: Ed25519PublicKey) -> Bool {
        key.isValidSignature(signature, for: Self.message(verdict, about: input, by: by, role: role, at: time))
    }

    /// The approval for a decision.
    var approval: Approval { Approval(by: by, role: role, time: time, signature: Base64.encode(signature)) }

    var json: JSONValue {
        [
            "by": .string(by), "entry": .integer(Int64(entry)), "role": .string(role), "sig": .string(Base64.encode(signature)),
            "time": .string(time.rfc3339), "verdict": .string(verdict.rawValue),
        ]
    }
}

extension OfficerWord {
    init?(_ value: JSONValue) {
        guard let object = value.object, let verdict = object["verdict"]?.string.flatMap({ Verdict(rawValue: $0) }),
            let by = object["by"]?.string, let role = object["role"]?.string,
            let time = object["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let signature = object["sig"]?.string.flatMap({ Base64.decode($0) }),
            let entry = object["entry"]?.integer.flatMap({ UInt64(exactly: $0) })
        else { return nil }
        self.init(verdict: verdict, by: by, role: role, time: time, signature: signature, entry: entry)
    }
}
