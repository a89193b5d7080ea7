public import Indicators
public import TransparencyLog
internal import CanonicalCoding
internal import CryptoPrimitives

/// The signed note of an agreement: what every party signs, one line each.
public enum AgreementNote {
    /// The first line of the text.
    public static let header = "scam-exchange-agreement/v1"

    /// The name of a party's key for agreements.
    public static func keyName(of member: MemberID) -> String { "\(member.name)/agree" }

    /// What the parties sign: header, name and version, digest of the document; each line with its line feed.
    public static func text(for agreement: Agreement) -> [UInt8] {
        Array("\(header)\n\(agreement.id) \(agreement.version)\nsha256 \(Base64.encode(agreement.digest.bytes))\n".utf8)
    }

    /// One note with the signature lines of several over the same text, each once, ascending by key name and id.
    ///
    /// - Throws: ``AgreementError`` when there is none or they are over different texts.
    public static func combined(_ notes: [SignedNote]) throws(AgreementError) -> SignedNote {
        guard let first = notes.first else { throw AgreementError(.tooFew, at: "notes") }
        guard notes.allSatisfy({ $0.text == first.text }) else { throw AgreementError(.differentAgreements, at: "notes") }
        let lines = Set(notes.flatMap(\.signatures)).sorted { left, right in
            left.keyName != right.keyName
                ? left.keyName < right.keyName
                : left.keyID != right.keyID
                    ? left.keyID < right.keyID : left.payload.lexicographicallyPrecedes(right.payload)
        }
        do { return try SignedNote(text: first.text, signatures: lines) } catch {
            throw AgreementError(.note, at: "notes")
        }
    }
}
