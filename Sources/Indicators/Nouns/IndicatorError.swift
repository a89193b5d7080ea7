/// Why a text has no canonical form; its protocol code is always `E_CANON`.
///
/// The text itself is not kept: this error may reach a log.
public struct IndicatorError: Error, Sendable, Hashable {
    /// The code of the protocol for every one of these errors.
    public static let code = "E_CANON"

    /// The rule that was broken.
    public let reason: Reason
    /// How many bytes the text had.
    public let byteCount: Int

    /// States that a text of so many bytes broke a rule.
    public init(_ reason: Reason, byteCount: Int) {
        self.reason = reason
        self.byteCount = byteCount
    }
}

extension IndicatorError: CustomStringConvertible {
    /// What is wrong, with the length of the text and never the text.
    public var description: String { "\(sentence) (\(byteCount) bytes); \(hint)" }

    /// What is wrong, without a remedy.
    public var sentence: String { reason.wording.sentence }

    /// What the person who typed the text can do.
    public var hint: String { reason.wording.hint }
}

extension IndicatorError {
    /// A rule of the canonical forms, named for people and programs alike.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        // any kind
        case empty = "empty"
        case tooLong = "too-long"
        case notUTF8 = "not-utf-8"
        case controlCharacter = "control-character"
        case notAKindName = "not-a-kind-name"
        case unknownKind = "unknown-kind"
        case notARegionCode = "not-a-region-code"
        case kindNotRecognised = "kind-not-recognised"
        // phone, phone-range
        case notAPhoneNumber = "not-a-phone-number"
        case missingCountryCode = "missing-country-code"
        case unknownCountryCode = "unknown-country-code"
        case unknownRegion = "unknown-region"
        case phoneTooShort = "phone-too-short"
        case phoneTooLong = "phone-too-long"
        case notAValidNumber = "not-a-valid-number"
        case legacyNumber = "legacy-number"
        case notAPhoneRange = "not-a-phone-range"
        case rangeTooWide = "range-too-wide"
        // email, mbox
        case missingAtSign = "missing-at-sign"
        case emptyLocalPart = "empty-local-part"
        case localPartTooLong = "local-part-too-long"
        case forbiddenInLocalPart = "forbidden-in-local-part"
        case misplacedDot = "misplaced-dot"
        case addressLiteral = "address-literal"
        // acct, handle
        case missingPlatform = "missing-platform"
        case notAPlatformName = "not-a-platform-name"
        case unknownPlatform = "unknown-platform"
        case emptyAccountName = "empty-account-name"
        case forbiddenInAccountName = "forbidden-in-account-name"
        // url, host, domain
        case unsupportedScheme = "unsupported-scheme"
        case notAURL = "not-a-url"
        case missingHost = "missing-host"
        case notAHostAlone = "not-a-host-alone"
        case forbiddenInHost = "forbidden-in-host"
        case notAnInternationalName = "not-an-international-name"
        case hostWithoutDot = "host-without-dot"
        case emptyLabel = "empty-label"
        case hostTooLong = "host-too-long"
        case notAnIPv4Address = "not-an-ipv4-address"
        case notAnIPv6Address = "not-an-ipv6-address"
        case notAPort = "not-a-port"
        case notADomain = "not-a-domain"
        case publicSuffix = "public-suffix"
        // wallets
        case notAnAddress = "not-an-address"
        case forbiddenInAddress = "forbidden-in-address"
        case addressLength = "address-length"
        case addressChecksum = "address-checksum"
        case addressVersion = "address-version"
        case ambiguousAddress = "ambiguous-address"
        case mixedCase = "mixed-case"
        case missingPrefix = "missing-prefix"
        case witnessProgram = "witness-program"
        case destinationTag = "destination-tag"
        case testNetwork = "test-network"
        case invalidPublicKey = "invalid-public-key"
        case privateKey = "private-key"
        // iban
        case notAnIBAN = "not-an-iban"
        case ibanCountry = "iban-country"
        case ibanLength = "iban-length"
        case ibanStructure = "iban-structure"
        case ibanChecksum = "iban-checksum"
    }
}
