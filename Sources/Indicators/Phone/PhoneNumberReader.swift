internal import CIndicatorTables

/// A number that is valid under its numbering plan.
struct PhoneNumber {
    let callingCode: UInt16
    /// What follows the calling code.
    let national: PhoneDigits

    /// How many digits the whole number has.
    var digitCount: Int { decimalLength(of: callingCode) + national.count }
}

/// Finds calling code and national number in the digits of a text, as libphonenumber's parser does.
struct PhoneNumberReader {
    let metadata: PhoneMetadata
    let rules: PhoneRules

    /// The valid number that a text names.
    func number(in text: PhoneText, region code: RegionCode?) throws(PhoneRefusal) -> PhoneNumber {
        let home = code.flatMap { metadata.region($0) }
        guard text.hasPlus || home != nil else {
            throw PhoneRefusal(code == nil ? .missingCountryCode : .unknownRegion)
        }
        guard !text.digits.isTooLong else { throw PhoneRefusal(.phoneTooLong) }
        var (plan, national) = try dialled(text.digits, hasPlus: text.hasPlus, home: home)
        let namesCountry = plan != nil
        let spokesman = plan.map { metadata.mainRegion(of: $0) } ?? home
        plan = plan ?? spokesman.flatMap { metadata.plan(of: $0.calling_code) }
        guard let spokesman, let plan else { throw PhoneRefusal(.unknownCountryCode) }
        let written = national
        national = try withoutNationalPrefix(written, in: spokesman)
        let number = PhoneNumber(callingCode: plan.calling_code, national: national)
        if isValid(national, under: plan) { return try whole(number) }
        guard rules == .version1 else { throw PhoneRefusal(refusal(of: national, under: plan)) }
        if text.hasPlus, isValid(written, under: plan) {
            // Written in full and valid as it stands, so what was taken off is no prefix.
            return try whole(PhoneNumber(callingCode: plan.calling_code, national: written))
        }
        return try whole(updated(number, namesCountry: namesCountry, under: plan))
    }

    private typealias Dialled = (plan: tocsin_phone_plan?, national: PhoneDigits)

    /// Finds the calling code; without one, the home region's is meant.
    private func dialled(
        _ number: PhoneDigits, hasPlus: Bool, home: tocsin_phone_region?
    ) throws(PhoneRefusal) -> Dialled {
        guard hasPlus else {
            guard let home else { throw PhoneRefusal(.missingCountryCode) }
            return try dialled(number, in: home)
        }
        guard number.count >= PhoneLimits.leastInternationalDigits else { throw PhoneRefusal(.phoneTooShort) }
        if let found = metadata.plan(atFrontOf: number) { return (found.plan, found.national) }
        // A plus before an international prefix, as in +0049, is read as if it were not there.
        guard let home, let found = try? dialled(number, in: home), found.plan != nil else {
            throw PhoneRefusal(.unknownCountryCode)
        }
        return found
    }

    /// Finds the calling code after an international prefix, or the home region's own without one.
    private func dialled(
        _ number: PhoneDigits, in home: tocsin_phone_region
    ) throws(PhoneRefusal) -> Dialled {
        if let rest = metadata.withoutInternationalPrefix(number, in: home) {
            guard rest.count >= PhoneLimits.leastInternationalDigits else { throw PhoneRefusal(.phoneTooShort) }
            guard let found = metadata.plan(atFrontOf: rest) else { throw PhoneRefusal(.unknownCountryCode) }
            return (found.plan, found.national)
        }
        guard let bare = metadata.withoutCallingCode(number, of: home) else { return (nil, number) }
        let rest = metadata.withoutNationalPrefix(bare, in: home) ?? bare
        let fitsOnlyWithout = !metadata.isGeneral(number, in: home) && metadata.isGeneral(rest, in: home)
        guard fitsOnlyWithout || metadata.length(of: number, in: home) == .tooLong else { return (nil, number) }
        return (metadata.plan(of: home.calling_code), rest)
    }

    /// Takes the national prefix off, unless too little for a whole number would be left.
    private func withoutNationalPrefix(
        _ number: PhoneDigits, in region: tocsin_phone_region
    ) throws(PhoneRefusal) -> PhoneDigits {
        guard number.count >= PhoneLimits.nationalDigits.lowerBound else { throw PhoneRefusal(.phoneTooShort) }
        var national = number
        if let rest = metadata.withoutNationalPrefix(number, in: region) {
            switch metadata.length(of: rest, in: region) {
            case .possible, .tooLong: national = rest
            case .onlyLocal, .tooShort, .impossible: break
            }
        }
        if national.count < PhoneLimits.nationalDigits.lowerBound { throw PhoneRefusal(.phoneTooShort) }
        if national.count > PhoneLimits.nationalDigits.upperBound { throw PhoneRefusal(.phoneTooLong) }
        return national
    }

    private func isValid(_ national: PhoneDigits, under plan: tocsin_phone_plan) -> Bool {
        metadata.label(of: national, in: plan.valid) != 0
    }

    /// The number, if it has as many digits as a canonical form.
    private func whole(_ number: PhoneNumber) throws(PhoneRefusal) -> PhoneNumber {
        if rules == .version1 {
            if number.digitCount < PhoneLimits.numberDigits.lowerBound { throw PhoneRefusal(.phoneTooShort) }
            if number.digitCount > PhoneLimits.numberDigits.upperBound { throw PhoneRefusal(.phoneTooLong) }
        }
        return number
    }

    /// A number that the plan does not know, in the form it has today.
    private func updated(
        _ number: PhoneNumber, namesCountry: Bool, under plan: tocsin_phone_plan
    ) throws(PhoneRefusal) -> PhoneNumber {
        if let rule = PhoneLegacyRule(for: number, namesCountry: namesCountry) {
            for insertion in rule.insertions {
                let national = rule.applied(insertion, to: number.national)
                guard isValid(national, under: plan) else { continue }
                guard rule.isSafe else { throw PhoneRefusal(.legacyNumber) }
                return PhoneNumber(callingCode: number.callingCode, national: national)
            }
        }
        throw PhoneRefusal(refusal(of: number.national, under: plan))
    }

    private func refusal(of national: PhoneDigits, under plan: tocsin_phone_plan) -> IndicatorError.Reason {
        switch metadata.length(of: national, in: metadata.mainRegion(of: plan)) {
        case .tooShort, .onlyLocal: .phoneTooShort
        case .tooLong: .phoneTooLong
        case .possible, .impossible: .notAValidNumber
        }
    }
}
