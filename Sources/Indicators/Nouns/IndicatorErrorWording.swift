extension IndicatorError.Reason {
    /// One line that says what is wrong and one that says what to do, for every reason.
    var wording: (sentence: String, hint: String) {
        switch self {
        case .empty, .tooLong, .notUTF8, .controlCharacter, .notAKindName, .unknownKind, .notARegionCode,
            .kindNotRecognised:
            generalWording
        case .notAPhoneNumber, .missingCountryCode, .unknownCountryCode, .unknownRegion, .phoneTooShort,
            .phoneTooLong, .notAValidNumber, .legacyNumber, .notAPhoneRange, .rangeTooWide:
            phoneWording
        case .missingAtSign, .emptyLocalPart, .localPartTooLong, .forbiddenInLocalPart, .misplacedDot,
            .addressLiteral, .missingPlatform, .notAPlatformName, .unknownPlatform, .emptyAccountName,
            .forbiddenInAccountName:
            accountWording
        case .unsupportedScheme, .notAURL, .missingHost, .notAHostAlone, .forbiddenInHost, .notAnInternationalName,
            .hostWithoutDot, .emptyLabel, .hostTooLong, .notAnIPv4Address, .notAnIPv6Address, .notAPort,
            .notADomain, .publicSuffix:
            webWording
        case .notAnAddress, .forbiddenInAddress, .addressLength, .addressChecksum, .addressVersion,
            .ambiguousAddress, .mixedCase, .missingPrefix, .witnessProgram, .destinationTag, .testNetwork,
            .invalidPublicKey, .privateKey:
            walletWording
        case .notAnIBAN, .ibanCountry, .ibanLength, .ibanStructure, .ibanChecksum:
            ibanWording
        }
    }

    private var generalWording: (sentence: String, hint: String) {
        switch self {
        case .empty: ("nothing is left of the value", "leave out empty lines")
        case .tooLong: ("longer than the canonical form allows", "check that the line holds one value only")
        case .notUTF8: ("not valid UTF-8", "convert the input to UTF-8")
        case .controlCharacter: ("holds a control character", "remove control characters")
        case .notAKindName: ("not the name of a kind", "a kind is 1 to 32 of a-z, 0-9 and -, for example phone")
        case .unknownKind: ("no canonical form is known for this kind", "see tocsin canonicalize --help for the kinds")
        case .notARegionCode: ("not a region code", "write two capital letters, for example GB")
        default: ("no kind fits this value", "name the kind with --kind")
        }
    }

    private var phoneWording: (sentence: String, hint: String) {
        switch self {
        case .notAPhoneNumber: ("not a phone number", "write the country code, for example +15550100")
        case .missingCountryCode:
            ("a phone number without country code", "write the country code or name the region with --region")
        case .unknownCountryCode: ("no country has this calling code", "check the digits after the plus")
        case .unknownRegion: ("no numbering plan is known for this region", "check the region code")
        case .phoneTooShort: ("too short for a phone number there", "check for missing digits")
        case .phoneTooLong: ("too long for a phone number there", "check for digits too many")
        case .notAValidNumber: ("not in use under the numbering plan", "check the digits and the region")
        case .legacyNumber:
            ("written under a numbering plan no longer in force", "ask for the number in today's form")
        case .notAPhoneRange:
            ("not a range of phone numbers", "write a plus, a calling code, digits and then * or one # per digit")
        default: ("a range of fewer than 5 digits", "write more of the digits that its numbers share")
        }
    }

    private var accountWording: (sentence: String, hint: String) {
        switch self {
        case .missingAtSign: ("not an e-mail address", "write local@domain")
        case .emptyLocalPart: ("nothing is left before the @", "check the part before the @")
        case .localPartTooLong: ("the part before the @ is over 64 bytes", "check the part before the @")
        case .forbiddenInLocalPart:
            ("a character that may not stand before the @", "write the bare address without name or quotes")
        case .misplacedDot: ("a dot at an end of the local part, or two in a row", "check the dots before the @")
        case .addressLiteral: ("an IP address in place of the mail domain", "write the domain by name")
        case .missingPlatform: ("no platform is named", "write platform:name, for example telegram:name")
        case .notAPlatformName: ("not the name of a platform", "a platform is 2 to 32 of a-z, 0-9, . and -")
        case .unknownPlatform: ("the platform is not on the list", "see schemas/v1/platforms.json")
        case .emptyAccountName: ("nothing is left after the platform", "write platform:name")
        default: ("a character that may not stand in an account name", "remove blanks and control characters")
        }
    }

    private var webWording: (sentence: String, hint: String) {
        switch self {
        case .unsupportedScheme: ("neither http nor https", "only web addresses are exchanged as url")
        case .notAURL: ("not a web address", "write it as in a browser's address bar")
        case .missingHost: ("no host is named", "write the host, for example example.com")
        case .notAHostAlone: ("more than a host", "use the kind url, or write the host without port, path and user")
        case .forbiddenInHost: ("a character that may not stand in a host name", "check the host name")
        case .notAnInternationalName:
            ("not a valid internationalised name", "check the host name for look-alike or reserved characters")
        case .hostWithoutDot: ("a host name without a dot", "write the full host name")
        case .emptyLabel: ("a host name with an empty label", "check for doubled dots")
        case .hostTooLong: ("a host name over 253 bytes", "check that the line holds one value only")
        case .notAnIPv4Address: ("ends like an IPv4 address but is none", "write four numbers from 0 to 255")
        case .notAnIPv6Address: ("not an IPv6 address", "write it in brackets, for example [2001:db8::1]")
        case .notAPort: ("not a port", "a port is a number from 0 to 65535")
        case .notADomain: ("an IP address has no registrable domain", "use the kind host")
        default: ("a public suffix, under which others register names", "name the registered domain under it")
        }
    }

    private var walletWording: (sentence: String, hint: String) {
        switch self {
        case .notAnAddress: ("not an address of this currency", "check the kind")
        case .forbiddenInAddress: ("a character outside the alphabet of the address", "check for typing errors")
        case .addressLength: ("an address of the wrong length", "check for missing characters")
        case .addressChecksum: ("the checksum does not match", "check for typing errors")
        case .addressVersion: ("an address of another currency or network", "check the kind")
        case .ambiguousAddress:
            ("an address that two currencies share", "write it in the currency's newer form")
        case .mixedCase: ("capital and small letters are mixed", "write it in one case")
        case .missingPrefix: ("the prefix is missing", "write the address with its prefix, for example 0x")
        case .witnessProgram: ("not a valid witness program", "check for typing errors")
        case .destinationTag: ("not a destination tag", "write ?dt= and a number below 4294967296")
        case .privateKey: ("a private key, not an address", "whoever sees it can take the money: delete it here")
        case .testNetwork: ("an address of a test network", "only addresses of the main network are exchanged")
        default: ("does not hold a valid public key", "check for typing errors")
        }
    }

    private var ibanWording: (sentence: String, hint: String) {
        switch self {
        case .notAnIBAN: ("not an IBAN", "write country code, two check digits and account")
        case .ibanCountry: ("a country that issues no IBAN", "check the first two letters")
        case .ibanLength: ("an IBAN of the wrong length for its country", "check for missing characters")
        case .ibanStructure: ("letters and digits are not where the country puts them", "check for typing errors")
        default: ("the check digits do not match", "check for typing errors")
        }
    }
}
