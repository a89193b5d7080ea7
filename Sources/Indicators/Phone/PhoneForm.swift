internal import CIndicatorTables

/// The canonical form of a phone number: E.164, a plus and 7 to 15 digits.
///
/// A number is read as libphonenumber reads it – with the region's dialling prefixes, extensions
/// left out, letters of a keypad taken for digits – and must be valid under the numbering plan.
/// A few old spellings that the plan no longer knows are brought up to date; docs/spec/phone.md lists them.
public enum PhoneForm {
    /// Appends the canonical form of a phone number.
    ///
    /// A canonical form is accepted and gives itself, whatever the region.
    ///
    /// - Parameter region: the region a number without country code is dialled in.
    /// - Throws: ``IndicatorError``; the output is then as it was.
    public static func appendCanonical(
        of input: Span<UInt8>, region: RegionCode?, to output: inout [UInt8]
    ) throws(IndicatorError) {
        try appendCanonical(of: input, region: region, under: .current, to: &output)
    }

    /// Appends the form of a phone number under the numbering plans of another version, or other rules.
    ///
    /// - Throws: ``IndicatorError``; the output is then as it was.
    public static func appendCanonical(
        of input: Span<UInt8>, region: RegionCode?, under metadata: PhoneMetadata, rules: PhoneRules = .version1,
        to output: inout [UInt8]
    ) throws(IndicatorError) {
        do throws(PhoneRefusal) {
            var text = PhoneText()
            try text.read(input)
            let reader = PhoneNumberReader(metadata: metadata, rules: rules)
            let number = try reader.number(in: text, region: region)
            append(number, to: &output)
        } catch {
            throw IndicatorError(error.reason, byteCount: input.count)
        }
    }

    /// The region whose numbering plan a canonical number belongs to.
    ///
    /// Nothing for numbers of no region, such as international freephone, and for what is no canonical number.
    public static func region(of canonical: Span<UInt8>) -> RegionCode? {
        let metadata = PhoneMetadata.current
        var text = PhoneText()
        do throws(PhoneRefusal) { try text.read(canonical) } catch { return nil }
        guard text.hasPlus, let found = metadata.plan(atFrontOf: text.digits) else { return nil }
        let number = metadata.label(of: found.national, in: found.plan.valid)
        return number == 0 ? nil : metadata.letters(ofRegion: number)
    }

    private static func append(_ number: PhoneNumber, to output: inout [UInt8]) {
        output.append(addingCapacity: 1 + number.digitCount) { bytes in
            bytes.append(UInt8(ascii: "+"))
            var divisor: UInt16 = number.callingCode >= 100 ? 100 : number.callingCode >= 10 ? 10 : 1
            while divisor > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number.callingCode / divisor % 10))
                divisor /= 10
            }
            var national = number.national
            while national.count > 0 { bytes.append(UInt8(ascii: "0") + national.removeFirst()) }
        }
    }
}

/// Which rules a phone number is judged by.
public enum PhoneRules: Sendable {
    /// Those of the canonical forms, version 1: libphonenumber's, 7 to 15 digits, and some old spellings.
    case version1
    /// libphonenumber's alone, for comparing with it.
    case libphonenumber
}

/// Why a text is no phone number.
struct PhoneRefusal: Error {
    let reason: IndicatorError.Reason

    init(_ reason: IndicatorError.Reason) {
        self.reason = reason
    }
}
