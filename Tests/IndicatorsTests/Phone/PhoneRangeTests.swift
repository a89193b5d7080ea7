import Indicators
import Testing

@Suite struct `Phone ranges` {
    @Test func `give their prefix and lengths, or their reason`() {
        #expect(PhoneRangeVector.all.count > 30)
        for vector in PhoneRangeVector.all {
            var output = Array("kept".utf8)
            do throws(IndicatorError) {
                let span = try PhoneRangeForm.appendCanonical(of: Array(vector.input.utf8).span, to: &output)
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
            var output: [UInt8] = []
            try PhoneRangeForm.appendCanonical(of: Array(canonical.utf8).span, to: &output)
            #expect(String(decoding: output, as: UTF8.self) == canonical)
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
