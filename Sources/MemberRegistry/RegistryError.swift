public import CanonicalCoding

/// Why a document of the root is refused, and where in it.
public struct RegistryError: Error, Sendable, Hashable {
    /// The rule that was broken.
    public let reason: Reason
    /// The member of the document or the name of the key concerned, such as `partners[2].keys[0].kid`.
    public let place: String

    init(_ reason: Reason, at place: String) {
        self.reason = reason
        self.place = place
    }

    /// A rule of envelopes, registries, epochs or of the steps between them.
    public enum Reason: Sendable, Hashable {
        // form
        case json(JSONError)
        case tooLarge, tooMany, wrongMembers, wrongType, wrongVersion
        case notHex, notBase64, notATime, notAName, notAChoice, outOfRange, duplicate
        // envelopes
        case payloadType, noSignature, signatureLength, differentPayloads
        // keys
        case keyLength, kidMismatch, algorithmForUse, keyWindow, sinceWithoutCompromise, keyTwice
        // registries
        case rootThreshold, lifetime, previousWithVersion, unknownMember, policy
        // trust
        case badSignature, tooFewSignatures, rollback, alreadyInstalled, versionGap, notTheSuccessor
        case markedExample, markedLab
        // epochs
        case notListed, digestMismatch, epochTimes, evaluatorMembers, tooFewRootKeys, partySignature, memberSignature, dealer
    }
}

extension RegistryError: CustomStringConvertible {
    /// What is wrong and where.
    public var description: String { "\(reason.sentence) (\(place))" }

    /// What to do about it.
    public var hint: String { reason.hint }
}

extension RegistryError.Reason {
    var sentence: String {
        switch self {
        case .json(let error): "not JSON as the formats allow it: \(error.description)"
        case .tooLarge: "larger than allowed"
        case .tooMany: "more entries than allowed"
        case .wrongMembers: "a member is missing or unknown"
        case .wrongType: "a value of the wrong type"
        case .wrongVersion: "not version 1 of this format"
        case .notHex: "not lower-case hexadecimal of the right length"
        case .notBase64: "not padded base64"
        case .notATime: "not a time in the form 2026-12-01T00:00:00Z"
        case .notAName: "not a name that is allowed here"
        case .notAChoice: "none of the words that are allowed here"
        case .outOfRange: "a number out of range"
        case .duplicate: "the same entry twice"
        case .payloadType: "an envelope of another payload type"
        case .noSignature: "no signature at all"
        case .signatureLength: "a signature that does not have 64 bytes"
        case .differentPayloads: "the envelopes hold different payloads"
        default: trustSentence
        }
    }

    private var trustSentence: String {
        switch self {
        case .keyLength: "a public key of the wrong length"
        case .kidMismatch: "the short name of a key is not that of its bytes"
        case .algorithmForUse: "an algorithm that does not serve this use"
        case .keyWindow: "a key that ends before it begins"
        case .sinceWithoutCompromise: "`since` stands exactly where the status is compromised"
        case .keyTwice: "one public key stands twice"
        case .rootThreshold: "the root threshold cannot be met by its usable keys"
        case .lifetime: "it expires before it is issued or more than 30 days later"
        case .previousWithVersion: "`prev` is empty exactly in version 1"
        case .unknownMember: "a group names somebody who is no member"
        case .policy: "a signature policy this version does not know"
        case .badSignature: "a signature does not verify"
        case .tooFewSignatures: "too few root keys signed"
        case .rollback: "an older version than the one installed"
        case .alreadyInstalled: "this version is installed already"
        case .versionGap: "not the version after the one installed"
        case .notTheSuccessor: "it does not name the installed version as its predecessor"
        case .markedExample: "marked as an example, whose private keys are published"
        case .markedLab: "marked as a lab, whose keys were all made in one place"
        case .notListed: "the registry does not list this epoch"
        case .digestMismatch: "not the document whose digest the registry lists"
        case .epochTimes: "the times of the epoch are not in order"
        case .evaluatorMembers: "t, pk, shares and commit stand exactly where a suite needs evaluators, and fit together"
        case .tooFewRootKeys: "an epoch needs the root threshold and at least two root keys"
        case .memberSignature: "not signed by its member with a key in force"
        case .partySignature: "a party that holds a share did not sign"
        default: "an epoch whose key one dealer made"
        }
    }

    var hint: String {
        switch self {
        case .json, .tooLarge, .tooMany, .wrongMembers, .wrongType, .wrongVersion, .notHex, .notBase64, .notATime,
            .notAName, .notAChoice, .outOfRange, .duplicate:
            "ask the root officers for the document again, or correct the draft"
        case .payloadType, .noSignature, .signatureLength: "check that this is the file that was meant"
        case .differentPayloads: "combine signatures of one draft only"
        case .keyLength, .kidMismatch, .algorithmForUse, .keyWindow, .sinceWithoutCompromise, .keyTwice,
            .rootThreshold, .lifetime, .previousWithVersion, .unknownMember, .policy:
            "correct the draft and have it signed again"
        case .badSignature, .tooFewSignatures, .tooFewRootKeys, .partySignature:
            "collect the missing signatures with the ceremony commands and combine them"
        case .rollback, .alreadyInstalled: "nothing needs to be done unless a newer version was expected"
        case .versionGap, .notTheSuccessor: "install every version in its turn"
        case .markedExample: "use it for trying things out only, with --allow-example-keys"
        case .markedLab: "use it in the homes of that lab only"
        case .memberSignature: "ask the member for the document again"
        case .notListed, .digestMismatch: "install the registry that lists this epoch first"
        case .epochTimes, .evaluatorMembers: "correct the draft and have it signed again"
        case .dealer: "such an epoch is for tests; a production epoch needs a key ceremony of its evaluators"
        }
    }
}
