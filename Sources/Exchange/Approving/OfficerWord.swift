internal import Agreements
internal import CanonicalCoding
internal import CryptoPrimitives
internal import LedgerFiles
internal import TransparencyLog

/// What an officer said about something that waits, signed with the officer's own key. The audit log is where it stands.
struct OfficerWord: Hashable {
    /// Yes or no.
    enum Verdict: String {
        case approve, reject
    }

    let verdict: Verdict
    let subject: Digest256
    let by: String
    let role: String
    let time: Timestamp
    let signature: [UInt8]
    /// The entry of the audit log that says so.
    let entry: UInt64

    /// Approvals older than this many days are asked for anew.
    static let lifeDays: Int64 = 30

    /// What is signed: a header, the verdict, the digest of what it is about, who, as what, when, each on a line.
    static func message(_ verdict: Verdict, about subject: Digest256, by: String, role: String, at time: Timestamp) -> [UInt8] {
        Array("\(header)\n\(verdict.rawValue)\n\(subject.hex)\n\(by)\n\(role)\n\(time.rfc3339)\n".utf8)
    }

    private static let header = "scam-exchange-approval/v1"

    /// Whether the signature is the officer's over these words, in the capacity of the key.
    func isValid(under record: OfficerKeys.Record) -> Bool {
        record.role == role
            && record.key.isValidSignature(
                signature, for: Self.message(verdict, about: subject, by: by, role: role, at: time))
    }

    /// The approval for a decision.
    var approval: Approval { Approval(by: by, role: role, time: time, signature: Base64.encode(signature)) }
}

extension OfficerWord {
    /// The entry that says so.
    func event(named name: String, for recipient: String, because justification: String) -> LoggedEvent {
        LoggedEvent(
            verdict == .approve ? .approve : .reject,
            [
                (.item, .string(name)), (.justification, .string(justification)), (.digest, .string(subject.hex)),
                (.recipient, .string(recipient)),
            ],
            further: [("sig", .staff, .string(Base64.encode(signature))), ("signed_at", .staff, .string(time.rfc3339))])
    }

    /// Reads an entry; nothing for any other.
    init?(_ record: LedgerRecord) {
        guard let verdict = record.type.flatMap({ Verdict(rawValue: $0.rawValue) }),
            let subject = record.details[.digest]?.string.flatMap({ Hex.decode($0) }).flatMap({ Digest256(bytes: $0) }),
            let by = record.details[.actor]?.string, let role = record.details[.role]?.string,
            let time = record.details["signed_at"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
            let signature = record.details["sig"]?.string.flatMap({ Base64.decode($0) })
        else { return nil }
        self.init(
            verdict: verdict, subject: subject, by: by, role: role, time: time, signature: signature, entry: record.index)
    }
}
