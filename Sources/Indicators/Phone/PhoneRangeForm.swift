internal import CIndicatorTables
internal import CanonicalCoding

/// The canonical form of a range of phone numbers: a plus and the 5 to 14 digits they all begin with.
///
/// A trailing `*` or `.*` leaves open how many digits follow, each trailing `#` or `x` stands for one digit.
/// The digits must begin with a calling code, since a national prefix would not be comparable; a region completes a range that
/// is written as it is dialled there, when there is one reading only.
public enum PhoneRangeForm {
    /// Appends the prefix of a range and gives the number of digits, calling code included, its numbers have.
    ///
    /// A prefix without a sign for what follows, which is the canonical form, leaves the number of digits open.
    ///
    /// - Parameter region: the region a range without country code is dialled in.
    /// - Throws: ``IndicatorError``; the output is then as it was.
    @discardableResult
    public static func appendCanonical(
        of input: Span<UInt8>, region: RegionCode? = nil, to output: inout [UInt8]
    ) throws(IndicatorError) -> ClosedRange<Int> {
        do throws(PhoneRefusal) {
            let range = try PhoneRange(reading: input, region: region)
            let span = try range.lengthSpan()
            output.append(UInt8(ascii: "+"))
            for place in 0..<range.digits.count { output.append(UInt8(ascii: "0") + range.digits[place]) }
            return span
        } catch {
            throw IndicatorError(error.reason, byteCount: input.count)
        }
    }

    /// The prefixes of a canonical phone number, as numbers of digits, under which it is looked up as a range.
    ///
    /// With the plus, the prefix of n digits is the first n + 1 bytes. The longest is to be asked first.
    public static func prefixDigitCounts(of number: Span<UInt8>) -> ClosedRange<Int>? {
        let digits = number.count - 1
        guard PhoneLimits.numberDigits.contains(digits) else { return nil }
        return PhoneLimits.rangeDigits.lowerBound...min(digits, PhoneLimits.rangeDigits.upperBound)
    }
}

/// What the text of a range says, before it is judged.
private struct PhoneRange {
    private(set) var digits = PhoneDigits()
    private var placeholders = 0
    private var isOpen = false

    init(reading input: Span<UInt8>, region: RegionCode?) throws(PhoneRefusal) {
        if input.count > PhoneLimits.inputBytes { throw PhoneRefusal(.tooLong) }
        guard UTF8Text.isValid(input) else { throw PhoneRefusal(.notUTF8) }
        let symbols = PhoneSymbol.reading(input).filter { !$0.isBlank }
        guard let first = symbols.first else { throw PhoneRefusal(.empty) }
        if first == .plus {
            for symbol in symbols.dropFirst() { try take(symbol) }
            return
        }
        guard first.isDigit || (region != nil && first.groups) else { throw PhoneRefusal(.notAPhoneRange) }
        if region == nil { throw PhoneRefusal(.missingCountryCode) }
        for symbol in symbols { try take(symbol) }
        guard digits.count > 0 else { throw PhoneRefusal(.notAPhoneRange) }
        if digits.count > PhoneLimits.numberDigits.upperBound { throw PhoneRefusal(.phoneTooLong) }
        digits = try PhoneRangeCompletion(region: region).completing(
            digits, openDigits: (placeholders, placeholders > 0 && !isOpen))
    }

    /// Digits first, then signs for one digit each, then the star.
    private mutating func take(_ symbol: PhoneSymbol) throws(PhoneRefusal) {
        guard !isOpen else { throw PhoneRefusal(.notAPhoneRange) }
        switch symbol {
        case .digit(let value), .foreignDigit(let value):
            guard placeholders == 0 else { throw PhoneRefusal(.notAPhoneRange) }
            digits.append(value)
        case .hash, .letter(UInt8(ascii: "x")):
            placeholders += 1
        case .mark(UInt8(ascii: "*")):
            isOpen = true
        case _ where symbol.groups && symbol != .mark(UInt8(ascii: "~")):
            break
        default:
            throw PhoneRefusal(.notAPhoneRange)
        }
    }

    /// How many digits the numbers of the range have.
    func lengthSpan() throws(PhoneRefusal) -> ClosedRange<Int> {
        guard digits.count > 0 else { throw PhoneRefusal(.notAPhoneRange) }
        guard PhoneMetadata.current.plan(atFrontOf: digits) != nil else {
            throw PhoneRefusal(.unknownCountryCode)
        }
        if digits.count < PhoneLimits.rangeDigits.lowerBound { throw PhoneRefusal(.rangeTooWide) }
        if digits.count > PhoneLimits.rangeDigits.upperBound { throw PhoneRefusal(.phoneTooLong) }
        let least = digits.count + placeholders
        if least > PhoneLimits.numberDigits.upperBound { throw PhoneRefusal(.phoneTooLong) }
        if isOpen || placeholders == 0 { return least...PhoneLimits.numberDigits.upperBound }
        if least < PhoneLimits.numberDigits.lowerBound { throw PhoneRefusal(.phoneTooShort) }
        return least...least
    }
}
