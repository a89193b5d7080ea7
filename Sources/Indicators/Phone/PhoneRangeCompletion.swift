internal import CIndicatorTables

/// Completes the digits of a range that is written as it is dialled in a region.
///
/// A whole number shows by its length which of its first digits are a prefix; the beginning of one does not. So a range
/// is completed only when one reading alone can begin a number there.
struct PhoneRangeCompletion {
    private let metadata: PhoneMetadata
    private let home: tocsin_phone_region
    private let plan: tocsin_phone_plan

    /// - Throws: ``PhoneRefusal`` with the reason `missingCountryCode` or `unknownRegion`.
    init(region: RegionCode?, metadata: PhoneMetadata = .current) throws(PhoneRefusal) {
        guard let region else { throw PhoneRefusal(.missingCountryCode) }
        guard let home = metadata.region(region), let plan = metadata.plan(of: home.calling_code) else {
            throw PhoneRefusal(.unknownRegion)
        }
        self.metadata = metadata
        self.home = home
        self.plan = plan
    }

    /// The digits with their calling code in front.
    ///
    /// - Parameter openDigits: how many digits follow at least, and whether these are all.
    /// - Throws: ``PhoneRefusal``: `notAValidNumber` when no number there begins so, `missingCountryCode` when there are
    ///   several readings.
    func completing(_ digits: PhoneDigits, openDigits: (least: Int, areAll: Bool)) throws(PhoneRefusal) -> PhoneDigits {
        if let rest = metadata.withoutInternationalPrefix(digits, in: home), metadata.plan(atFrontOf: rest) != nil {
            guard !begins(digits, openDigits) else { throw PhoneRefusal(.missingCountryCode) }
            return rest
        }
        // Where prefixes are rewritten, the beginning of a number does not show which part of it they are.
        guard home.transform == 0 else { throw PhoneRefusal(.missingCountryCode) }
        if let rest = metadata.withoutNationalPrefix(digits, in: home) {
            guard !begins(digits, openDigits) else { throw PhoneRefusal(.missingCountryCode) }
            guard begins(rest, openDigits) else { throw PhoneRefusal(.notAValidNumber) }
            return withCallingCode(rest)
        }
        guard dialsWithoutPrefix else { throw PhoneRefusal(.missingCountryCode) }
        guard begins(digits, openDigits) else { throw PhoneRefusal(.notAValidNumber) }
        if let rest = metadata.withoutCallingCode(digits, of: home), begins(rest, openDigits) {
            throw PhoneRefusal(.missingCountryCode)
        }
        return withCallingCode(digits)
    }

    /// Whether numbers are dialled there as they stand: no national prefix, or, as under +1, the calling code itself.
    private var dialsWithoutPrefix: Bool { home.national_first == 0 || home.calling_code == 1 }

    private func begins(_ national: PhoneDigits, _ openDigits: (least: Int, areAll: Bool)) -> Bool {
        metadata.canBegin(national, openDigits: openDigits, in: plan.valid)
            && (!openDigits.areAll || metadata.hasLength(national.count + openDigits.least, in: home))
    }

    private func withCallingCode(_ national: PhoneDigits) -> PhoneDigits {
        var digits = PhoneDigits()
        for digit in String(home.calling_code).utf8 { digits.append(digit - UInt8(ascii: "0")) }
        digits.append(0..<national.count, of: national)
        return digits
    }
}

extension PhoneMetadata {
    /// Whether a number of a set can begin with these digits and have so many more.
    fileprivate func canBegin(_ digits: PhoneDigits, openDigits: (least: Int, areAll: Bool), in set: UInt16) -> Bool {
        guard let (lengths, rest) = leaf(of: digits, in: set) else { return true }
        let least = rest + openDigits.least
        guard least < 32 else { return false }
        let fitting = lengths &>> UInt32(least)
        return openDigits.areAll ? fitting & 1 == 1 : fitting != 0
    }

    /// Whether national numbers of a region may have so many digits.
    fileprivate func hasLength(_ count: Int, in region: tocsin_phone_region) -> Bool {
        count < 32 && region.lengths &>> UInt32(count) & 1 == 1
    }
}
