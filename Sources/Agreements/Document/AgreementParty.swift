public import Indicators
public import TransparencyLog
internal import CanonicalCoding

/// An organisation that signs an agreement.
public struct AgreementParty: Sendable, Hashable {
    /// Its name in the registry.
    public let id: MemberID
    /// Its legal name.
    public let name: String
    /// What it is, as the registry says it.
    public let partyClass: PartyClass
    /// Whether it is part of a government.
    public let isGovernment: Bool
    /// In which capacity it handles personal data.
    public let capacity: Capacity
    /// Where it is established.
    public let country: RegionCode
    /// How its data protection officer is reached.
    public let dataProtectionContact: String
    /// The keys it had when the agreement was written; later ones are the registry's.
    public let keys: [KeyPurpose: NoteKey]

    /// What a party is: the roles of a registry that may sign agreements.
    public enum PartyClass: String, Sendable, Hashable, CaseIterable {
        case platform, vendor, bank, telecom
        case lawEnforcement = "law-enforcement"
        case regulator, ngo
    }

    /// How a party answers for personal data.
    public enum Capacity: String, Sendable, Hashable, CaseIterable {
        case controller, joint, processor
        case competentAuthority = "competent_authority"
    }

    /// What a listed key is for.
    public enum KeyPurpose: String, Sendable, Hashable, CaseIterable {
        case agree, log, witness
    }

    init(_ value: JSONValue, _ place: String) throws(AgreementError) {
        let members = try ClosedObject(
            value, at: place,
            required: ["id", "name", "class", "government", "capacity", "country", "dpo", "keys"])
        id = try members.member("id")
        name = try members.line("name")
        partyClass = try members.choice("class", PartyClass.self)
        isGovernment = try members.bool("government")
        capacity = try members.choice("capacity", Capacity.self)
        country = try members.country("country")
        dataProtectionContact = try members.line("dpo")
        let listed = try ClosedObject(
            try members.value("keys"), at: members.place("keys"), required: ["agree"], optional: ["log", "witness"])
        var keys: [KeyPurpose: NoteKey] = [:]
        for purpose in KeyPurpose.allCases where listed.has(purpose.rawValue) {
            guard let key = try? NoteKey(parsing: try listed.string(purpose.rawValue)) else {
                throw AgreementError(.notAKey, at: listed.place(purpose.rawValue))
            }
            keys[purpose] = key
        }
        guard keys[.agree]?.name == AgreementNote.keyName(of: id) else {
            throw AgreementError(.keyName, at: listed.place("agree"))
        }
        self.keys = keys
    }
}
