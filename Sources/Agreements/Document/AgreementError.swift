public import CanonicalCoding

/// Why an agreement, a suspension or a captured input is refused, and at which member.
public struct AgreementError: Error, Sendable, Hashable {
    /// The rule that was broken.
    public let reason: Reason
    /// The member concerned, such as `rules[2].when.tlp_max`; `document` for the whole.
    public let place: String

    init(_ reason: Reason, at place: String) {
        self.reason = reason
        self.place = place
    }

    /// A rule of the documents.
    public enum Reason: Sendable, Hashable {
        /// Not JSON as the formats allow it.
        case json(JSONError)
        // form
        case tooLarge, tooMany, tooFew, wrongMembers, wrongType, wrongVersion
        case notAName, notAText, notHex, notATime, notAPeriod, notACountry, notAKey, notAChoice, outOfRange, duplicate
        // meaning
        case unknownName, window, partyCount, supersedes, taskForce, denyWithFields, reducedColumn
        // signatures
        case noteText, note, differentAgreements, notAParty, keyName
    }
}

extension AgreementError: CustomStringConvertible {
    /// What is wrong and where.
    public var description: String { "\(reason.sentence) (\(place))" }

    /// What to do about it.
    public var hint: String {
        switch reason {
        case .note, .noteText, .differentAgreements: "combine signatures of one and the same document only"
        case .notAParty, .keyName: "sign with the agree key of a party, as the registry lists it"
        default: "correct the draft; a changed document must be signed again by every party"
        }
    }
}

extension AgreementError.Reason {
    /// The rule in words, without any of the text.
    var sentence: String {
        switch self {
        case .json(let error): "not JSON as the formats allow it: \(error.description)"
        case .tooLarge: "larger than allowed"
        case .tooMany: "more entries than allowed"
        case .tooFew: "fewer entries than needed"
        case .wrongMembers: "a member is missing or unknown"
        case .wrongType: "a value of the wrong type"
        case .wrongVersion: "not version 1 of this format"
        case .notAName: "not a name that is allowed here"
        case .notAText: "empty, too long, or with control or direction characters"
        case .notHex: "not a SHA-256 in lower-case hexadecimal"
        case .notATime: "not a time in the form 2026-12-01T00:00:00Z"
        case .notAPeriod: "not a period such as P30D, P6M, P2Y or PT4H that is allowed here"
        case .notACountry: "not a country code of two capital letters"
        case .notAKey: "not an Ed25519 key in the form name+keyid+base64"
        case .notAChoice: "none of the words that are allowed here"
        case .outOfRange: "a number out of range"
        case .duplicate: "the same entry twice"
        default: meaning
        }
    }

    private var meaning: String {
        switch self {
        case .unknownName: "it names something that the agreement does not define"
        case .window: "it ends before it begins"
        case .partyCount: "a bilateral agreement has two parties, any other two or more"
        case .supersedes: "`supersedes` is empty exactly in version 1"
        case .taskForce: "`task_force` stands exactly in agreements of that mode"
        case .denyWithFields: "a rule that denies has neither fields nor duties"
        case .reducedColumn: "a selector names the column itself, not a reduced form of it"
        case .noteText: "the text of the note is not that of an agreement"
        case .note: "not a signed note"
        case .differentAgreements: "the notes are of different agreements"
        case .notAParty: "not a party of the agreement"
        default: "a key of another name than <member>/agree"
        }
    }
}
