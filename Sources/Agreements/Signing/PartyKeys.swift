internal import CryptoPrimitives
internal import Indicators
internal import MemberRegistry
internal import CanonicalCoding
internal import TransparencyLog

extension VerifiedRegistry {
    /// The keys with which members may sign agreements at a moment: of use `agree`, active, in their window, Ed25519.
    func agreeKeys(of members: [MemberID], at time: Timestamp) -> [NoteKey] {
        members.flatMap { member in
            usableKeys(of: member, for: .agree, at: time).compactMap { key in
                guard key.algorithm == .ed25519, let publicKey = try? Ed25519PublicKey(parsing: key.publicKey) else { return nil }
                return try? NoteKey(name: AgreementNote.keyName(of: member), algorithm: .ed25519, publicKey: publicKey)
            }
        }
    }

    /// Those of some members whose signature of a note verifies.
    ///
    /// - Throws: ``AgreementError`` when the signature of one of their keys does not.
    func signers(of note: SignedNote, among members: [MemberID], at time: Timestamp) throws(AgreementError) -> Set<MemberID> {
        do {
            let names = Set(try note.verified(by: agreeKeys(of: members, at: time)).map(\.key.name))
            return Set(members.filter { names.contains(AgreementNote.keyName(of: $0)) })
        } catch .unknownKeys {
            return []
        } catch {
            throw AgreementError(.note, at: error.description)
        }
    }
}
