import Agreements
import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import TransparencyLog

/// Keys of the registry in the form that notes name them in: `name+keyid+base64`, as drafts of agreements and policies want them.
struct NoteKeys {
    private let entries: [Entry]

    private struct Entry {
        let member: MemberID
        let key: MemberKey
        let noteKey: NoteKey
    }

    /// The keys of some members that sign notes: for agreements, logs and witnesses.
    init(of members: [MemberEntry]) {
        entries = members.flatMap { member in
            member.keys.compactMap { key in
                Self.noteKey(key, of: member.id).map { Entry(member: member.id, key: key, noteKey: $0) }
            }
        }
    }

    private static func noteKey(_ key: MemberKey, of member: MemberID) -> NoteKey? {
        guard key.algorithm == .ed25519, let publicKey = try? Ed25519PublicKey(parsing: key.publicKey) else { return nil }
        switch key.use {
        case .agree: return try? NoteKey(name: AgreementNote.keyName(of: member), algorithm: .ed25519, publicKey: publicKey)
        // A log has this name until a new one is begun in its place.
        case .log: return try? NoteKey(name: "\(member.name)/audit/1", algorithm: .ed25519, publicKey: publicKey)
        case .witness: return try? NoteKey(name: "\(member.name)/witness", algorithm: .cosignature, publicKey: publicKey)
        case .sign, .seal, .tls: return nil
        }
    }

    /// One line each, with what a person has to know of a key that speaks no more.
    var lines: [String] {
        entries.map { entry in
            let status = entry.key.status == .active ? "" : "  (\(entry.key.status.rawValue))"
            return "\(entry.noteKey.text)\(status)"
        }
    }

    var json: JSONValue {
        .array(
            entries.map { entry in
                [
                    "key": .string(KeyName.keyID(member: entry.member.name, kid: entry.key.kid)),
                    "member": .string(entry.member.name), "note_key": .string(entry.noteKey.text),
                    "status": .string(entry.key.status.rawValue), "use": .string(entry.key.use.rawValue),
                ]
            })
    }
}
