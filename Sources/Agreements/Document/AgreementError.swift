public import CanonicalCoding

/// Why an agreement, a suspension or a captured input is refused, and at which member.
public struct AgreementError: Error, Sendable, Hashable {
    /// The rule that was broken.
    public let reason: Reason
    /// The member concerned, such as `rules[2].when.tlp_max`; `document` for the whole.
    public let place: String
    /// Where it stands in the draft; nothing for what is read in its canonical form.
    public let position: Position?

    /// A place in a file as editors number it, from 1 on.
    public struct Position: Sendable, Hashable {
        /// The line.
        public let line: Int
        /// The character within the line.
        public let column: Int
    }

    init(_ reason: Reason, at place: String, _ position: Position? = nil) {
        self.reason = reason
        self.place = place
        self.position = position
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
    public var description: String {
        guard let position else { return "\(reason.sentence) (\(place))" }
        let name = place == "document" ? "" : ": \(place)"
        return "\(reason.sentenceWithoutOffset) (line \(position.line), column \(position.column)\(name))"
    }

    /// What to do about it.
    public var hint: String {
        switch reason {
        case .note, .noteText, .differentAgreements: "combine signatures of one and the same document only"
        case .notAParty, .keyName: "sign with the agree key of a party, as the registry lists it"
        default: "correct the draft; a changed document must be signed again by every party"
        }
    }
}

extension AgreementError {
    /// The same error with the place in the draft where it shows; a name that stands twice is named.
    func located(in places: DraftPlaces) -> AgreementError {
        guard case .json(let error) = reason else {
            return AgreementError(reason, at: place, places.position(of: places.offset(of: place)))
        }
        if case .syntax(.duplicateName, let offset) = error, let second = places.secondName(inObjectAt: offset) {
            return AgreementError(reason, at: ClosedObject.printable(second.name), places.position(of: second.place))
        }
        return AgreementError(reason, at: place, places.position(of: error.offset))
    }
}

extension AgreementError.Reason {
    /// The rule in words, where the place is told by line and column.
    var sentenceWithoutOffset: String {
        guard case .json(let error) = self else { return sentence }
        switch error {
        case .limit(let limit, _): return "not JSON as the formats allow it: \(limit.rawValue)"
        case .syntax(let reason, _): return "not JSON as the formats allow it: \(reason.rawValue)"
        }
    }

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
