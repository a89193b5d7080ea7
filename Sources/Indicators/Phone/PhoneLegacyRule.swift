/// A spelling under a former numbering plan that still appears in what victims send in.
///
/// These rules belong to version 1 of the canonical forms and are asked only about numbers that today's plan
/// does not know.
enum PhoneLegacyRule {
    /// Mexico until 2019: 1 before the ten digits of a mobile number called from abroad.
    case mexicanMobileOne
    /// Benin until 2024: eight digits, which now follow 01.
    case beninEightDigits
    /// Ivory Coast until 2021: eight digits; which two go in front depends on operator and type.
    case ivorianEightDigits
    /// Brazil until 2016: mobile numbers without their ninth digit, which fixed lines resemble.
    case brazilianEightDigits

    /// The rule whose old form a number has.
    ///
    /// - Parameter namesCountry: whether the calling code is written; without it 1 and ten digits may be a number of
    ///   the United States.
    init?(for number: PhoneNumber, namesCountry: Bool) {
        switch (number.callingCode, number.national.count) {
        case (52, 11) where number.national.first == 1 && namesCountry: self = .mexicanMobileOne
        case (229, 8): self = .beninEightDigits
        case (225, 8): self = .ivorianEightDigits
        case (55, 10) where number.national[2] >= 6: self = .brazilianEightDigits
        default: return nil
        }
    }

    /// Whether the new number follows from the old one for certain; if not, the number is refused with a hint.
    var isSafe: Bool {
        switch self {
        case .mexicanMobileOne, .beninEightDigits: true
        case .ivorianEightDigits, .brazilianEightDigits: false
        }
    }

    /// The digits that may have been put into the number since.
    var insertions: [[UInt8]] {
        switch self {
        case .mexicanMobileOne: [[]]
        case .beninEightDigits: [[0, 1]]
        case .ivorianEightDigits: [[0, 1], [0, 5], [0, 7], [2, 1], [2, 5], [2, 7]]
        case .brazilianEightDigits: [[9]]
        }
    }

    /// The number with digits put in where the new plan has them.
    func applied(_ insertion: [UInt8], to national: PhoneDigits) -> PhoneDigits {
        if case .mexicanMobileOne = self { return national.droppingFirst(1) }
        let place = if case .brazilianEightDigits = self { 2 } else { 0 }
        var result = PhoneDigits()
        result.append(0..<place, of: national)
        for digit in insertion { result.append(digit) }
        result.append(place..<national.count, of: national)
        return result
    }
}
