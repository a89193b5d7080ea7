import Indicators
import Testing

@Suite struct `Phone ranges` {
    @Test func `give their prefix and lengths, or their reason`() {
        #expect(PhoneRangeVector.all.count > 30)
        for vector in PhoneRangeVector.all {
            var output = Array("kept".utf8)
            do throws(IndicatorError) {
                let span = try PhoneRangeForm.appendCanonical(
                    of: Array(vector.input.utf8).span, region: vector.region.flatMap { RegionCode($0) }, to: &output)
                #expect(String(decoding: output.dropFirst(4), as: UTF8.self) == vector.canonical, "\(vector)")
                #expect([span.lowerBound, span.upperBound] == vector.length, "\(vector)")
            } catch {
                #expect(error.reason.rawValue == vector.reason, "\(vector)")
                #expect(output == Array("kept".utf8))
            }
        }
    }

    @Test func `are canonical already once canonical`() throws {
        for canonical in PhoneRangeVector.all.compactMap(\.canonical) {
            for region in ["GB", "US", "AR", nil] {
                var output: [UInt8] = []
                let region = region.flatMap { RegionCode($0) }
                try PhoneRangeForm.appendCanonical(of: Array(canonical.utf8).span, region: region, to: &output)
                #expect(String(decoding: output, as: UTF8.self) == canonical)
            }
        }
    }

    @Test(arguments: ["GB", "DE", "FR", "NL", "TR", "ID", "US", "IN", "IT"], [3, 4, 5])
    func `dialled in a region hold the numbers that begin so`(region: String, open: Int) throws {
        let region = RegionCode(region)
        for vector in PhoneVector.all where vector.region.flatMap({ RegionCode($0) }) == region {
            guard let number = vector.canonical, vector.input.utf8.allSatisfy({ (48...57).contains($0) }),
                vector.input.utf8.count > open + 5
            else { continue }
            let range = Array(vector.input.utf8.dropLast(open)) + Array(repeating: UInt8(ascii: "#"), count: open)
            var output: [UInt8] = []
            do throws(IndicatorError) {
                let span = try PhoneRangeForm.appendCanonical(of: range.span, region: region, to: &output)
                #expect(number.utf8.starts(with: output) && span.contains(number.utf8.count - 1), "\(vector.input)")
            } catch {
                #expect(error.reason != .notAPhoneRange, "\(vector.input)")
            }
        }
    }

    @Test(arguments: [("+6834002", 5...7), ("+12125550100", 5...11), ("+123456789012345", 5...14)])
    func `are asked for every prefix of a number`(number: String, counts: ClosedRange<Int>) {
        #expect(PhoneRangeForm.prefixDigitCounts(of: Array(number.utf8).span) == counts)
    }

    @Test(arguments: ["", "+", "+123456", "+1234567890123456"])
    func `are not asked for what is no number`(text: String) {
        #expect(PhoneRangeForm.prefixDigitCounts(of: Array(text.utf8).span) == nil)
    }
}
