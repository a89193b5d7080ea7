public import CanonicalCoding
public import Indicators
public import MemberRegistry
public import TransparencyLog

/// An agreement together with who has signed it, as far as a registry could tell at a moment.
///
/// Only this type checks signatures, so holding one is proof of the check; ``missing`` says whether it is enough.
public struct SignedAgreement: Sendable, Hashable {
    /// What was signed.
    public let agreement: Agreement
    /// The signatures.
    public let note: SignedNote
    /// The parties whose signature verified.
    public let signers: Set<MemberID>

    /// Checks the signatures of a note over an agreement.
    ///
    /// Lines by keys that the registry does not list for a party, for another use, or not at this time, are passed over.
    ///
    /// - Parameter time: the moment at which the keys must speak for their members: when it is activated.
    /// - Throws: ``AgreementError`` for a note over another text, and for a wrong signature by a party's key.
    public init(
        _ agreement: Agreement, note: SignedNote, registry: VerifiedRegistry, at time: Timestamp
    ) throws(AgreementError) {
        guard note.text == AgreementNote.text(for: agreement) else { throw AgreementError(.noteText, at: "note") }
        signers = try registry.signers(of: note, among: agreement.parties.map(\.id), at: time)
        self.agreement = agreement
        self.note = note
    }

    /// The parties that have yet to sign, in the order of the agreement.
    public var missing: [MemberID] { agreement.parties.map(\.id).filter { !signers.contains($0) } }

    /// Whether this may take the place of an agreement: the next version of the same, naming its digest.
    public func mayReplace(_ other: Agreement) -> Bool {
        agreement.id == other.id && agreement.version == other.version + 1 && agreement.supersedes == other.digest
    }
}
