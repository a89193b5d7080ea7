/// The canonical form of an international bank account number (ISO 13616): capitals, no blanks.
///
/// The country must issue IBANs, and the account part must have its length and its letters and digits in place.
public enum IBANForm {
    /// The most characters the standard allows.
    static let longest = 34

    /// Appends the canonical form of `input`; on an error nothing is appended.
    ///
    /// - Throws: ``IndicatorError``: `notAnIBAN`, `ibanCountry`, `ibanLength`, `ibanStructure`, `ibanChecksum`.
    public static func appendCanonical(of input: Span<UInt8>, to output: inout [UInt8]) throws(IndicatorError) {
        var text = InlineArray<34, UInt8>(repeating: 0)
        guard let count = condense(input, into: &text), count > 4 else {
            throw IndicatorError(input.isEmpty ? .empty : .notAnIBAN, byteCount: input.count)
        }
        if let reason = fault(in: text.span.extracting(..<count)) {
            throw IndicatorError(reason, byteCount: input.count)
        }
        output.append(copying: text.span.extracting(..<count))
    }

    /// Capitals and digits without blanks, or nil when anything else is there or too much of it.
    private static func condense(_ input: Span<UInt8>, into text: inout InlineArray<34, UInt8>) -> Int? {
        var count = 0
        var index = 0
        while index < input.count {
            if let width = blankWidth(in: input, at: index) {
                index += width
                continue
            }
            guard count < longest else { return nil }
            switch input[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): text[count] = input[index]
            case UInt8(ascii: "a")...UInt8(ascii: "z"): text[count] = input[index] & 0xdf
            default: return nil
            }
            count += 1
            index += 1
        }
        return count
    }

    /// The bytes of a blank at `index`: space, tab, no-break space.
    private static func blankWidth(in input: Span<UInt8>, at index: Int) -> Int? {
        switch input[index] {
        case 0x20, 0x09: 1
        case 0xc2 where index + 1 < input.count && input[index + 1] == 0xa0: 2
        default: nil
        }
    }

    private static func fault(in text: Span<UInt8>) -> IndicatorError.Reason? {
        guard isCapital(text[0]), isCapital(text[1]), isDigit(text[2]), isDigit(text[3]) else { return .notAnIBAN }
        guard let classes = IBANRegistry.structure(ofCountry: text[0], text[1]) else { return .ibanCountry }
        guard text.count == classes.count + 4 else { return .ibanLength }
        for index in classes.indices {
            let byte = text[index + 4]
            guard isDigit(byte) ? classes[index] != .letter : classes[index] != .digit else { return .ibanStructure }
        }
        return hasCheckDigits(text) ? nil : .ibanChecksum
    }

    /// ISO 7064 MOD 97-10 over the text turned by four, letters counting 10 to 35; check digits run from 02 to 98.
    private static func hasCheckDigits(_ text: Span<UInt8>) -> Bool {
        let checkDigits = (text[2] - UInt8(ascii: "0")) * 10 + text[3] - UInt8(ascii: "0")
        guard (2...98).contains(checkDigits) else { return false }
        var remainder: UInt32 = 0
        for position in text.indices {
            let byte = text[(position + 4) % text.count]
            if isDigit(byte) {
                remainder = (remainder * 10 + UInt32(byte - UInt8(ascii: "0"))) % 97
            } else {
                remainder = (remainder * 100 + UInt32(byte - UInt8(ascii: "A")) + 10) % 97
            }
        }
        return remainder == 1
    }

    private static func isCapital(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
