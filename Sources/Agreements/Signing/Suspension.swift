public import CanonicalCoding
public import CryptoPrimitives
public import Indicators
public import MemberRegistry
public import TransparencyLog

/// A party's word that an agreement rests from a moment on, or that it goes on.
public struct Suspension: Sendable, Hashable {
    /// The agreement.
    public let agreement: Digest256
    /// The party.
    public let by: MemberID
    /// Whether it stops or goes on.
    public let state: State
    /// From when on.
    public let since: Timestamp
    /// Why, for people.
    public let reason: String

    /// What a suspension says.
    public enum State: String, Sendable, Hashable, CaseIterable {
        case suspended, resumed
    }

    /// States a suspension; its rules are checked when it is read.
    public init(agreement: Digest256, by: MemberID, state: State = .suspended, since: Timestamp, reason: String) {
        self.agreement = agreement
        self.by = by
        self.state = state
        self.since = since
        self.reason = reason
    }

    /// Reads a document in its canonical form.
    ///
    /// - Throws: ``AgreementError``, naming the member.
    public init(parsing bytes: [UInt8]) throws(AgreementError) {
        guard bytes.count <= AgreementLimits.suspensionBytes else { throw AgreementError(.tooLarge, at: "document") }
        let value: JSONValue
        do { value = try StrictJSON.parseCanonical(bytes) } catch { throw AgreementError(.json(error), at: "document") }
        let members = try ClosedObject(value, at: "", required: ["v", "type", "agreement", "by", "state", "since", "reason"])
        guard try members.value("v") == 1, try members.string("type") == Self.type else {
            throw AgreementError(.wrongVersion, at: "type")
        }
        self.init(
            agreement: try members.digest("agreement"), by: try members.member("by"),
            state: try members.choice("state", State.self), since: try members.time("since"), reason: try members.text("reason"))
    }

    /// The bytes of the document.
    public func canonicalBytes() -> [UInt8] {
        let value: JSONValue = [
            "agreement": .string(agreement.hex), "by": .string(by.name), "reason": .string(reason),
            "since": .string(since.rfc3339), "state": .string(state.rawValue), "type": .string(Self.type), "v": 1,
        ]
        return value.canonicalBytes()
    }

    /// What the party signs.
    public var noteText: [UInt8] {
        let digest = SHA256.hash(canonicalBytes())
        return Array("scam-exchange-suspension/v1\n\(agreement.hex)\nsha256 \(Base64.encode(digest.bytes))\n".utf8)
    }

    /// Checks that the party signed this, and that the agreement lets it.
    ///
    /// - Throws: ``AgreementError``.
    public func verify(
        _ note: SignedNote, for agreement: Agreement, registry: VerifiedRegistry, at time: Timestamp
    ) throws(AgreementError) {
        guard agreement.digest == self.agreement else { throw AgreementError(.differentAgreements, at: "agreement") }
        guard agreement.valid.mayBeSuspendedBy.contains(by) else { throw AgreementError(.notAParty, at: "by") }
        guard note.text == noteText else { throw AgreementError(.noteText, at: "note") }
        guard try registry.signers(of: note, among: [by], at: time) == [by] else { throw AgreementError(.keyName, at: "note") }
    }

    private static let type = "agreement-suspension"
}
