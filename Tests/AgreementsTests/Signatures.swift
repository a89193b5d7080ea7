import Agreements
import CanonicalCoding
import CryptoPrimitives
import Indicators
import MemberRegistry
import TransparencyLog

/// The two parties of the bilateral example with keys that follow from numbers, and a registry that lists them.
struct Signatures {
    let agreement: Agreement
    let platform: Ed25519PrivateKey
    let vendor: Ed25519PrivateKey
    let registry: VerifiedRegistry

    static let now = time("2026-12-01T12:00:00Z")
    static let keysBegin = time("2026-06-01T00:00:00Z")
    static let keysEnd = time("2027-01-01T00:00:00Z")

    init(vendorUse: KeyUse = .agree, vendorStatus: KeyStatus = .active) throws {
        agreement = try AgreementVectors.example("bilateral.json")
        platform = try Self.key(0x21)
        vendor = try Self.key(0x23)
        let root = try Self.key(1)
        let members = zip(agreement.parties, [(platform, KeyUse.agree, KeyStatus.active), (vendor, vendorUse, vendorStatus)])
            .map { party, key in
                let entry = MemberKey(
                    use: key.1, algorithm: .ed25519, publicKey: key.0.publicKey.bytes, notBefore: Self.keysBegin,
                    notAfter: Self.keysEnd, status: key.2, compromisedSince: key.2 == .compromised ? Self.keysBegin : nil)
                return MemberEntry(id: party.id, roles: [party.partyClass == .platform ? .platform : .vendor], keys: [entry])
            }
        let document = RegistryDocument(
            issued: Self.now, expires: Self.now.adding(days: 30),
            root: RootKeys(threshold: 1, keys: [RootKey(algorithm: .ed25519, publicKey: root.publicKey.bytes)]), members: members)
        let keyID = KeyName.rootKeyID(kid: KeyName.kid(of: root.publicKey.bytes))
        let envelope = try document.draft().signed(as: keyID) { try root.sign($0) }
        registry = try VerifiedRegistry(verifying: envelope, trusting: document.root)
    }

    static func key(_ number: UInt8) throws -> Ed25519PrivateKey {
        try Ed25519PrivateKey(seed: SecretBytes(copying: [UInt8](repeating: number, count: 32).span))
    }

    static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(secondsSinceEpoch: 0) }

    /// A note over a text, signed by keys under names.
    static func note(_ text: [UInt8], _ signers: [(String, Ed25519PrivateKey)]) throws -> SignedNote {
        try SignedNote(text: text, signatures: signers.map { try NoteSigner(name: $0.0, privateKey: $0.1).signature(for: text) })
    }

    var byPlatform: SignedNote {
        get throws { try Self.note(AgreementNote.text(for: agreement), [("platform.example/agree", platform)]) }
    }
    var byVendor: SignedNote {
        get throws { try Self.note(AgreementNote.text(for: agreement), [("vendor.example/agree", vendor)]) }
    }

    func signed(_ note: SignedNote, at time: Timestamp = now) throws -> SignedAgreement {
        try SignedAgreement(agreement, note: note, registry: registry, at: time)
    }
}
