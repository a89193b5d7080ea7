import Indicators

extension FuzzTarget {
    /// Phone numbers: the first byte chooses the region, the canonical form needs none.
    static let phone = FuzzTarget("phone") { (bytes) throws(BrokenProperty) in
        let region = bytes.first.flatMap { RegionCode(regions[Int($0) % regions.count]) }
        var number: [UInt8] = []
        do throws(IndicatorError) {
            try PhoneForm.appendCanonical(of: bytes.dropped(1).span, region: region, to: &number)
        } catch {
            return try require(number.isEmpty, "bytes were appended in spite of a refusal")
        }
        try require(isE164(number, digits: 7...15), "not E.164: \(shown(number))")
        try requireIdempotence(of: number, as: "phone") { (input, output) throws(IndicatorError) in
            try PhoneForm.appendCanonical(of: input.span, region: nil, to: &output)
        }
        var again: [UInt8] = []
        let isSame = (try? PhoneForm.appendCanonical(of: number.span, region: region, to: &again)) != nil && again == number
        try require(isSame, "the canonical form depends on the region: \(shown(number))")
        _ = PhoneForm.region(of: number.span)
    }

    /// Ranges of phone numbers: the first byte chooses the region or none, the canonical form needs none.
    static let phoneRange = FuzzTarget("phone-range") { (bytes) throws(BrokenProperty) in
        let region = bytes.first.flatMap { $0 < 128 ? RegionCode(regions[Int($0) % regions.count]) : nil }
        var prefix: [UInt8] = []
        var span = 0...0
        do throws(IndicatorError) {
            span = try PhoneRangeForm.appendCanonical(of: bytes.dropped(1).span, region: region, to: &prefix)
        } catch {
            return try require(prefix.isEmpty, "bytes were appended in spite of a refusal")
        }
        try require(isE164(prefix, digits: 5...14), "not a prefix: \(shown(prefix))")
        try require(span.lowerBound >= prefix.count - 1 && span.upperBound <= 15, "a length span that does not fit")
        try requireIdempotence(of: prefix, as: "phone-range") { (input, output) throws(IndicatorError) in
            try PhoneRangeForm.appendCanonical(of: input.span, to: &output)
        }
        var again: [UInt8] = []
        let isSame = (try? PhoneRangeForm.appendCanonical(of: prefix.span, region: region, to: &again)) != nil && again == prefix
        try require(isSame, "the canonical form depends on the region: \(shown(prefix))")
    }

    private static let regions = [
        "GB", "US", "DE", "CL", "BR", "AR", "MX", "IT", "TR", "BJ", "CI", "IN", "CN", "RU", "KZ", "AU", "FR", "SM", "ZZ", "ID",
    ]

    private static func isE164(_ form: [UInt8], digits: ClosedRange<Int>) -> Bool {
        form.first == UInt8(ascii: "+") && digits.contains(form.count - 1) && form[1] != UInt8(ascii: "0")
            && form.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension [UInt8] {
    /// Everything after the first so many bytes.
    func dropped(_ count: Int) -> [UInt8] { [UInt8](dropFirst(count)) }
}
