internal import CIndicatorTables

/// What the number of digits says under a numbering plan.
enum PhoneLength {
    case possible
    case onlyLocal
    case tooShort
    case tooLong
    case impossible
}

extension PhoneMetadata {
    /// Judges the number of digits of a national number under a region's plan.
    func length(of national: PhoneDigits, in region: tocsin_phone_region) -> PhoneLength {
        let count = national.count
        if count >= 32 - region.lengths.leadingZeroBitCount { return isOnlyLocal(count, in: region) ? .onlyLocal : .tooLong }
        if isOnlyLocal(count, in: region) { return .onlyLocal }
        if count < region.lengths.trailingZeroBitCount { return .tooShort }
        return region.lengths &>> UInt32(count) & 1 == 1 ? .possible : .impossible
    }

    private func isOnlyLocal(_ count: Int, in region: tocsin_phone_region) -> Bool {
        count < 32 && region.local_lengths &>> UInt32(count) & 1 == 1
    }

    /// Whether a national number fits the general pattern of a region, whatever its type.
    func isGeneral(_ national: PhoneDigits, in region: tocsin_phone_region) -> Bool {
        label(of: national, in: region.general) != 0
    }

    /// Finds the calling code a number begins with, and what follows it.
    func plan(
        atFrontOf number: PhoneDigits
    ) -> (plan: tocsin_phone_plan, national: PhoneDigits)? {
        var code: UInt16 = 0
        for place in 0..<min(PhoneLimits.callingCodeDigits, number.count) {
            code = code * 10 + UInt16(number[place])
            if code == 0 { return nil }
            if let plan = plan(of: code) { return (plan, number.droppingFirst(place + 1)) }
        }
        return nil
    }

    /// What follows the region's calling code, or nothing where the number does not begin with it.
    func withoutCallingCode(
        _ number: PhoneDigits, of region: tocsin_phone_region
    ) -> PhoneDigits? {
        let length = decimalLength(of: region.calling_code)
        guard number.count >= length else { return nil }
        var code: UInt16 = 0
        for place in 0..<length { code = code * 10 + UInt16(number[place]) }
        return code == region.calling_code ? number.droppingFirst(length) : nil
    }

    /// A number without the region's national prefix, or nothing where none is to be taken off.
    ///
    /// A number that fits the general pattern keeps a prefix without which it would no longer fit.
    func withoutNationalPrefix(
        _ number: PhoneDigits, in region: tocsin_phone_region
    ) -> PhoneDigits? {
        guard number.count > 0, region.national_first &>> UInt16(number.first) & 1 == 1 else { return nil }
        var matcher = PhonePrefixMatcher(words: words(at: region.national_prefix), number: number)
        guard let length = matcher.matchedLength() else { return nil }
        let rest = transformed(number, matched: length, by: matcher, in: region) ?? number.droppingFirst(length)
        if isGeneral(number, in: region) && !isGeneral(rest, in: region) { return nil }
        return rest
    }

    /// What follows the region's international prefix, or nothing where the number begins with none.
    ///
    /// No calling code begins with 0, so a 0 after the prefix shows that it was none.
    func withoutInternationalPrefix(
        _ number: PhoneDigits, in region: tocsin_phone_region
    ) -> PhoneDigits? {
        guard number.count > 0, region.international_first &>> UInt16(number.first) & 1 == 1 else { return nil }
        var matcher = PhonePrefixMatcher(words: words(at: region.international_prefix), number: number)
        guard let length = matcher.matchedLength() else { return nil }
        let rest = number.droppingFirst(length)
        if rest.count > 0, rest.first == 0 { return nil }
        return rest
    }

    /// The number after the region's transform rule, where it has one and the group that triggers it is filled.
    private func transformed(
        _ number: PhoneDigits, matched length: Int, by matcher: PhonePrefixMatcher, in region: tocsin_phone_region
    ) -> PhoneDigits? {
        guard region.transform != 0 else { return nil }
        let rule = words(at: region.transform)
        guard matcher.group(Int(rule[0])) != nil else { return nil }
        var result = PhoneDigits()
        for place in 0..<Int(rule[2]) { result.append(UInt8(rule[3 + place])) }
        if let kept = matcher.group(Int(rule[1])) { result.append(kept, of: number) }
        result.append(length..<number.count, of: number)
        return result
    }
}

/// How many digits a calling code has.
func decimalLength(of callingCode: UInt16) -> Int {
    callingCode >= 100 ? 3 : callingCode >= 10 ? 2 : 1
}
